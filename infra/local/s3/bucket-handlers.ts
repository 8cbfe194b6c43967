import { readText } from './body.ts'
import type { Handler } from './exchange.ts'
import { isoInstant } from './instants.ts'
import { S3Error } from './s3-error.ts'
import { parseXml } from './xml.ts'

const bucketName = /^[a-z0-9][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)*$/

export const listBuckets: Handler = ({ store, reply }) =>
  reply.xml(200, [
    'ListAllMyBucketsResult',
    [
      ['Owner', [['ID', 'owner']]],
      [
        'Buckets',
        store.listBuckets().map(({ name, createdAtMs }) => [
          'Bucket',
          [
            ['Name', name],
            ['CreationDate', isoInstant(createdAtMs)],
          ],
        ]),
      ],
    ],
  ])

export const createBucket: Handler = async ({ request, cover, store, reply }) => {
  const body = await readText(request, cover, 64 * 1024)
  if (body !== '' && parseXml(body).name !== 'CreateBucketConfiguration')
    throw new S3Error('MalformedXML', 'Expecting a CreateBucketConfiguration.')
  const { bucket } = request
  if (bucket.length < 3 || bucket.length > 63 || !bucketName.test(bucket))
    throw new S3Error('InvalidBucketName', 'The specified bucket is not valid.', { BucketName: bucket })
  store.createBucket(bucket)
  reply.empty(200, { location: `/${bucket}` })
}

export const headBucket: Handler = ({ request, store, credentials, reply }) => {
  store.getBucket(request.bucket)
  reply.empty(200, { 'x-amz-bucket-region': credentials.region })
}

export const deleteBucket: Handler = ({ request, store, reply }) => {
  store.deleteBucket(request.bucket)
  reply.empty(204)
}

export const getBucketLocation: Handler = ({ request, store, credentials, reply }) => {
  store.getBucket(request.bucket)
  // The first region has no name here; that is how S3 began.
  reply.xml(200, ['LocationConstraint', credentials.region === 'us-east-1' ? '' : credentials.region])
}

export const getBucketVersioning: Handler = ({ request, store, reply }) => {
  store.getBucket(request.bucket)
  reply.xml(200, ['VersioningConfiguration', ''])
}
