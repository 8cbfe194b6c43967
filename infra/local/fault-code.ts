/** The system's code of a fault ("ENOENT", "EADDRINUSE"); undefined when it has none. */
export function faultCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
