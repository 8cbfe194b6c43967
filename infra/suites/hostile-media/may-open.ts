import { posix } from 'node:path'

/** What every program opens before it does anything, and what ffmpeg's libraries ask about the machine. */
const always: readonly RegExp[] = [
  /^\/etc\/ld\.so\.(cache|preload)$/,
  // Libraries and nothing else in the folders of libraries.
  /^\/(usr\/)?(local\/)?lib(32|64)?\/([\w.+-]+\/)*[\w.+-]+\.so(\.\d+)*$/,
  /^\/proc\/(self|thread-self)\/(status|maps|cgroup|stat|mountinfo|auxv)$/,
  /^\/proc\/(cpuinfo|meminfo|filesystems|stat)$/,
  /^\/proc\/sys\/(crypto\/fips_enabled|vm\/overcommit_memory|kernel\/cap_last_cap)$/,
  /^\/sys\/devices\/system\/(cpu|node)(\/[\w/]+)?$/,
  /^\/sys\/fs\/cgroup\/[\w./-]+$/,
  /^\/sys\/kernel\/mm\/transparent_hugepage\/\w+$/,
  /^\/etc\/gcrypt\/(hwf\.deny|random\.conf|fips_enabled)$/,
  /^\/dev\/(null|u?random)$/,
  // The C library's list of alphabets.
  /^\/usr\/lib\/([\w-]+\/)?gconv\/gconv-modules(\.cache)?$/,
  // What `nice` and its like ask before they speak a language.
  /^\/usr\/lib\/locale\/[\w./-]+$/,
  /^\/usr\/share\/locale\/[\w./@-]+$/,
]

/** Whether a tool may open a path: its scratch folder, libraries from where it was installed, and little else. */
export function mayOpen(scratchDir: string, toolDirs: readonly string[]): (path: string) => boolean {
  const inside = (dir: string, path: string) => path === dir || path.startsWith(`${dir}/`)
  return (written) => {
    const path = posix.normalize(written)
    return (
      inside(scratchDir, path) ||
      always.some((pattern) => pattern.test(path)) ||
      // Unpacked packages have their libraries beside them.
      (toolDirs.some((dir) => inside(dir, path)) && (/\.so(\.\d+)*$/.test(path) || /\/run\/\w+$/.test(path)))
    )
  }
}
