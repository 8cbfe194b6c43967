export * from './access-repository.ts'
export * from './client.ts'
export * from './migrate.ts'
export * from './schema.ts'
