/**
 * A value inside a filter graph: escaped once for the filter's own list of options and once for the graph. The
 * folder a clip is worked on in may have any name.
 */
export function filterValue(text: string): string {
  return text.replaceAll(/[\\':]/g, '\\$&').replaceAll(/[\\'[\],;]/g, '\\$&')
}
