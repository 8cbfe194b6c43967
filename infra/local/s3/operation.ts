import type { S3Request } from './request.ts'
import { S3Error } from './s3-error.ts'

export type Operation =
  | 'ListBuckets'
  | 'CreateBucket'
  | 'HeadBucket'
  | 'DeleteBucket'
  | 'GetBucketLocation'
  | 'GetBucketVersioning'
  | 'ListObjects'
  | 'ListObjectsV2'
  | 'DeleteObjects'
  | 'ListMultipartUploads'
  | 'PutObject'
  | 'CopyObject'
  | 'GetObject'
  | 'HeadObject'
  | 'DeleteObject'
  | 'CreateMultipartUpload'
  | 'UploadPart'
  | 'UploadPartCopy'
  | 'ListParts'
  | 'CompleteMultipartUpload'
  | 'AbortMultipartUpload'
  | 'GetFaults'
  | 'PutFaults'

/** An underscore can be in no bucket's name. */
export const faultsPath = '/_faults'

/** Query parameters that choose another operation than the plain one on a path. */
const subresources = [
  'accelerate', 'acl', 'analytics', 'annotation', 'attributes', 'cors', 'encryption', 'intelligent-tiering', 'inventory',
  'legal-hold', 'lifecycle', 'logging', 'metadataTable', 'metrics', 'notification', 'object-lock', 'ownershipControls',
  'policy', 'policyStatus', 'publicAccessBlock', 'replication', 'requestPayment', 'restore', 'retention', 'select',
  'tagging', 'torrent', 'versionId', 'versions', 'website',
] // biome-ignore format: a list of names reads better unbroken

/** Headers whose promise this endpoint cannot keep; dropping them silently would be a lie. */
const unkeptPromises = [
  'x-amz-server-side-encryption',
  'x-amz-tagging',
  'x-amz-object-lock-',
  'x-amz-website-redirect-location',
  'x-amz-grant-',
  'x-amz-write-offset-bytes',
]

const notImplemented = (what: string) =>
  new S3Error('NotImplemented', `${what} implies functionality that is not implemented`)

function requireKeepable(request: S3Request): void {
  const names = [
    ...Object.keys(request.message.headers),
    ...request.queryPairs.map(([name]) => name.toLowerCase()),
  ]
  const unkept = names.find((name) => unkeptPromises.some((prefix) => name.startsWith(prefix)))
  if (unkept !== undefined) throw notImplemented(unkept)
  const acl = request.amz('x-amz-acl')
  if (acl !== undefined && acl !== 'private' && acl !== 'bucket-owner-full-control')
    throw new S3Error('AccessControlListNotSupported', 'The bucket does not allow ACLs')
  const storageClass = request.amz('x-amz-storage-class')
  if (storageClass !== undefined && storageClass !== 'STANDARD') throw notImplemented('x-amz-storage-class')
}

function bucketOperation({ method, query }: S3Request): Operation | undefined {
  switch (method) {
    case 'PUT':
      return 'CreateBucket'
    case 'HEAD':
      return 'HeadBucket'
    case 'DELETE':
      return 'DeleteBucket'
    case 'POST':
      return query.has('delete') ? 'DeleteObjects' : undefined
    case 'GET':
      if (query.has('uploads')) return 'ListMultipartUploads'
      if (query.has('location')) return 'GetBucketLocation'
      if (query.has('versioning')) return 'GetBucketVersioning'
      return query.get('list-type') === '2' ? 'ListObjectsV2' : 'ListObjects'
    default:
      return undefined
  }
}

function objectOperation(request: S3Request): Operation | undefined {
  const { method, query } = request
  const inUpload = query.has('uploadId')
  const copies = request.amz('x-amz-copy-source') !== undefined
  switch (method) {
    case 'PUT':
      if (inUpload) return copies ? 'UploadPartCopy' : 'UploadPart'
      return copies ? 'CopyObject' : 'PutObject'
    case 'GET':
      return inUpload ? 'ListParts' : 'GetObject'
    case 'HEAD':
      return 'HeadObject'
    case 'DELETE':
      return inUpload ? 'AbortMultipartUpload' : 'DeleteObject'
    case 'POST':
      if (query.has('uploads')) return 'CreateMultipartUpload'
      return inUpload ? 'CompleteMultipartUpload' : undefined
    default:
      return undefined
  }
}

/** Which of S3's operations a request asks for. Throws NotImplemented or MethodNotAllowed when it is none of ours. */
export function chooseOperation(request: S3Request): Operation {
  if (request.rawPath === faultsPath && request.method === 'GET') return 'GetFaults'
  if (request.rawPath === faultsPath && request.method === 'PUT') return 'PutFaults'
  const subresource = subresources.find((name) => request.query.has(name))
  if (subresource !== undefined) throw notImplemented(`The parameter ${subresource}`)
  requireKeepable(request)
  let operation: Operation | undefined
  if (request.bucket === '') operation = request.method === 'GET' ? 'ListBuckets' : undefined
  else operation = request.key === '' ? bucketOperation(request) : objectOperation(request)
  if (operation === undefined)
    throw new S3Error('MethodNotAllowed', 'The specified method is not allowed against this resource.')
  return operation
}
