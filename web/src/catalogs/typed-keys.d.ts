import type { Catalogs } from './en.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'frame'
    resources: Catalogs
    returnNull: false
  }
}
