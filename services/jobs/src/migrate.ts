export { migrateQueueSchema } from './postgres-schema.ts'
