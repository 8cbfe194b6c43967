/** The modules a source text names: static, dynamic and re-exporting imports, type imports too. */
export function importsOf(text: string): readonly string[] {
  const code = withoutComments(text)
  const patterns = [
    /\bimport\s*(?:type\s+)?(?:[\w*{}\s,$]+\s*from\s*)?["']([^"'\n]+)["']/g,
    /\bexport\s*(?:type\s+)?(?:\*(?:\s*as\s+\w+)?|\{[^}]*\})\s*from\s*["']([^"'\n]+)["']/g,
    /\bimport\s*\(\s*["'`]([^"'`\n]+)["'`]/g,
    /\b(?:import\.meta\.resolve|require|require\.resolve)\s*\(\s*["'`]([^"'`\n]+)["'`]/g,
  ]
  const found = patterns.flatMap((pattern) => [...code.matchAll(pattern)].map((match) => match[1] ?? ''))
  // A name with a gap is a program being written out as text, not an import of this file.
  return found.filter((specifier) => !specifier.includes('${'))
}

/** Blanks comments and keeps line numbers. Strings that hold `//` (addresses) are left alone. */
export function withoutComments(text: string): string {
  return text.replace(
    /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
    (whole: string, string?: string) => string ?? whole.replace(/[^\n]/g, ' '),
  )
}

/** `@scope/name` or `name`, without the path inside the package; undefined for a path (also a made one) or Node's own. */
export function packageOf(specifier: string): string | undefined {
  if (/^[./$]/.test(specifier) || specifier.startsWith('node:') || specifier.startsWith('virtual:'))
    return undefined
  const [first = '', second = ''] = specifier.split('/')
  return first.startsWith('@') ? `${first}/${second}` : first
}
