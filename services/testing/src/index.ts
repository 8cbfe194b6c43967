export { type ClipOptions, makeClip } from './clips.ts'
export { createTestDatabase, type TestDatabase } from './test-database.ts'
export { testRedis } from './test-redis.ts'
export { type TestServices, testServices } from './test-services.ts'
