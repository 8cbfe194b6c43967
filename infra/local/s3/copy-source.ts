import { readConditions, requireCopySource } from './conditions.ts'
import type { Exchange } from './exchange.ts'
import { S3Error } from './s3-error.ts'
import type { StoredObject } from './store.ts'
import { decodeUri } from './uri-encoding.ts'

/** The object named by x-amz-copy-source, after the conditions put on it. */
export function getCopySource({ request, store }: Exchange): { bucket: string; object: StoredObject } {
  const [path = '', version] = (request.amz('x-amz-copy-source') ?? '').split('?versionId=')
  if (version !== undefined) throw new S3Error('NotImplemented', 'Objects have no versions here.')
  const source = decodeUri(path).replace(/^\//, '')
  const slash = source.indexOf('/')
  if (slash < 1 || slash === source.length - 1)
    throw new S3Error(
      'InvalidArgument',
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
    )
  const bucket = source.slice(0, slash)
  const object = store.getObject(bucket, source.slice(slash + 1))
  requireCopySource(readConditions(request.amz, 'x-amz-copy-source-'), object)
  return { bucket, object }
}
