/** The address of a path under `/api`, its parameters filled in. */
export const addressOf = (path: string, params: Readonly<Record<string, string>> = {}): string =>
  `/api${path.replace(/:(\w+)/g, (_whole, name: string) => encodeURIComponent(params[name] ?? ''))}`
