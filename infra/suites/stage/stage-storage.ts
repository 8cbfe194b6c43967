import { createObjectStore, type ObjectStore } from '@cuepoint/storage'

/** Storage of a product that was started here, as its API sees it. Whoever opens it closes it. */
export const openStageStorage = (env: Readonly<Record<string, string>>): ObjectStore =>
  createObjectStore({
    endpoint: env['S3_ENDPOINT'] ?? '',
    region: env['S3_REGION'] ?? '',
    bucket: env['S3_BUCKET'] ?? '',
    accessKeyId: env['S3_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: env['S3_SECRET_ACCESS_KEY'] ?? '',
    forcePathStyle: true,
  })
