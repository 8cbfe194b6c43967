export * from './mail-for.ts'
export * from './mailer.ts'
export * from './render.ts'
export * from './templates.ts'
