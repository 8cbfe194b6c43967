import { expect, test } from 'vitest'
import { mayOpen } from './may-open.ts'
import { readDeeds } from './read-deeds.ts'

const allowed = mayOpen('/work/scratch', ['/cache/apt/ffmpeg'])
const read = (...lines: string[]) =>
  readDeeds(lines, { workerThreads: [1, 2], workerPorts: [4000], mayOpen: allowed })
const started = '1 clone(child_stack=NULL, flags=CLONE_CHILD_SETTID|SIGCHLD) = 10'
const connect = (port: number, address: string) =>
  `10 connect(3<socket:[7]>, {sa_family=AF_INET, sin_port=htons(${port}), sin_addr=inet_addr("${address}")}, 16) = -1 EINPROGRESS (Operation now in progress)`

test('a tool may open its scratch folder and libraries, and is caught at any other file', () => {
  const found = read(
    started,
    '10 openat(AT_FDCWD</work>, "/work/scratch/1-a/original", O_RDONLY) = 3</work/scratch/1-a/original>',
    '10 openat(AT_FDCWD</work>, "/lib/x86_64-linux-gnu/libc.so.6", O_RDONLY|O_CLOEXEC) = 3',
    '10 openat(AT_FDCWD</work>, "/proc/10/status", O_RDONLY) = 3',
    '10 openat(AT_FDCWD</work>, "/proc/1/environ", O_RDONLY) = 3',
    '10 openat(AT_FDCWD</work>, "/work/scratch/../secrets.txt", O_RDONLY) = -1 ENOENT (No such file or directory)',
    '10 openat(AT_FDCWD</work>, "notes.txt", O_RDONLY) = 3',
    '10 openat(AT_FDCWD</work>, "/etc/passwd", O_RDONLY) = 3',
  )
  expect(found.foreign).toEqual([
    '/proc/1/environ',
    '/work/scratch/../secrets.txt',
    '/work/notes.txt',
    '/etc/passwd',
  ])
})

test('the worker may open and call what it likes: it is its tools that are watched', () => {
  const found = read(
    '2 openat(AT_FDCWD</work>, "/etc/passwd", O_RDONLY) = 3',
    '1 clone3({flags=CLONE_VM|CLONE_THREAD, child_tid=0x7f} => {parent_tid=[3]}, 88) = 3',
    '3 connect(9<socket:[1]>, {sa_family=AF_INET, sin_port=htons(5432), sin_addr=inet_addr("10.0.0.1")}, 16) = 0',
  )
  expect(found).toMatchObject({ foreign: [], outbound: [], unknown: 0 })
})

test('a tool may turn to the worker’s own ports, known before or opened since, and to nothing else', () => {
  const found = read(
    '2 listen(21<socket:[5]>, 511) = 0',
    '2 getsockname(21<socket:[5]>, {sa_family=AF_INET, sin_port=htons(4001), sin_addr=inet_addr("127.0.0.1")}, [128 => 16]) = 0',
    started,
    connect(4000, '127.0.0.1'),
    connect(4001, '127.0.0.1'),
    '10 connect(4<socket:[8]>, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110) = -1 ENOENT (No such file or directory)',
    connect(4002, '127.0.0.1'),
    connect(4000, '10.0.0.1'),
    '10 sendto(5<socket:[9]>, "x", 1, 0, {sa_family=AF_INET6, sin6_port=htons(53)}, 28) = 1',
  )
  expect(found.outbound).toHaveLength(3)
  expect(found.noted).toHaveLength(1)
})

test('a child that speaks before it is named, and a call cut in two, count as well', () => {
  const found = read(
    '1 clone(flags=CLONE_VM|CLONE_VFORK|SIGCHLD <unfinished ...>',
    '10 execve("/usr/bin/ffprobe", ["ffprobe"], 0x7f /* 1 var */) = 0',
    '10 openat(AT_FDCWD</work>, "/etc/passwd", O_RDONLY <unfinished ...>',
    '1 <... clone resumed>) = 10',
    '10 <... openat resumed>) = 3',
    '10 clone3({flags=CLONE_VM|CLONE_THREAD} => {parent_tid=[11]}, 88) = 11',
    '11 openat(AT_FDCWD</work>, "/etc/shadow", O_RDONLY) = 3',
    '11 +++ exited with 0 +++',
  )
  expect(found.foreign).toEqual(['/etc/passwd', '/etc/shadow'])
  expect([...found.programs]).toEqual([['ffprobe', 1]])
})

test('what nobody saw begin is told', () => {
  expect(read('99 openat(AT_FDCWD</work>, "/etc/passwd", O_RDONLY) = 3').unknown).toBe(1)
})
