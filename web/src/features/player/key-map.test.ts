// @vitest-environment jsdom
import { describe, expect, test } from 'vitest'
import { commandFor, focusOf, type KeyPress } from './key-map.ts'

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  ...more,
})

describe('commandFor', () => {
  test('knows the letters in either case', () => {
    expect(commandFor(press('q'), 'elsewhere')).toEqual({ name: 'pin' })
    expect(commandFor(press('Q', { shiftKey: true }), 'elsewhere')).toEqual({ name: 'pin' })
    expect(commandFor(press('j'), 'elsewhere')).toEqual({ name: 'skip', byMs: -10_000 })
  })

  test('finds the same keys under a Thai layout, and leaves Latin layouts their letters', () => {
    expect(commandFor(press('ๆ', { code: 'KeyQ' }), 'elsewhere')).toEqual({ name: 'pin' })
    expect(commandFor(press('ใ', { code: 'Period' }), 'elsewhere')).toEqual({ name: 'frame', direction: 1 })
    expect(commandFor(press('ฦ', { code: 'Slash', shiftKey: true }), 'elsewhere')).toEqual({ name: 'help' })
    // The key right of Tab writes an a on a French board.
    expect(commandFor(press('a', { code: 'KeyQ' }), 'elsewhere')).toBeUndefined()
  })

  test('arrows go five seconds, with shift one', () => {
    expect(commandFor(press('ArrowLeft'), 'elsewhere')).toEqual({ name: 'skip', byMs: -5000 })
    expect(commandFor(press('ArrowRight', { shiftKey: true }), 'pressing')).toEqual({
      name: 'skip',
      byMs: 1000,
    })
  })

  test('never takes a key from typing, from a list of choices, or from a shortcut of the browser', () => {
    for (const key of ['q', ' ', 'ArrowLeft', '?', 'Escape']) {
      expect(commandFor(press(key), 'typing')).toBeUndefined()
      expect(commandFor(press(key), 'choosing')).toBeUndefined()
      expect(commandFor(press(key, { ctrlKey: true }), 'elsewhere')).toBeUndefined()
    }
    expect(commandFor(press('ก', { isComposing: true }), 'elsewhere')).toBeUndefined()
  })

  test('space presses the button that has the focus', () => {
    expect(commandFor(press(' '), 'pressing')).toBeUndefined()
    expect(commandFor(press('k'), 'pressing')).toEqual({ name: 'toggle' })
    expect(commandFor(press(' '), 'elsewhere')).toEqual({ name: 'toggle' })
  })

  test('a slider keeps its arrows', () => {
    expect(commandFor(press('ArrowLeft'), 'sliding')).toBeUndefined()
    expect(commandFor(press('l'), 'sliding')).toEqual({ name: 'skip', byMs: 10_000 })
  })
})

describe('focusOf', () => {
  const focusIn = (html: string) => {
    document.body.innerHTML = html
    return focusOf(document.querySelector('[data-here]'))
  }
  test.each([
    ['<textarea data-here></textarea>', 'typing'],
    ['<input data-here>', 'typing'],
    ['<input type="date" data-here>', 'typing'],
    ['<div contenteditable="true"><b data-here>x</b></div>', 'typing'],
    ['<select data-here></select>', 'choosing'],
    ['<div role="listbox"><span data-here></span></div>', 'choosing'],
    ['<input type="range" data-here>', 'sliding'],
    ['<input type="range" data-player-keys data-here>', 'elsewhere'],
    ['<button><svg data-here></svg></button>', 'pressing'],
    ['<input type="checkbox" data-here>', 'pressing'],
    ['<main data-here></main>', 'elsewhere'],
  ])('%s is %s', (html, focus) => {
    expect(focusIn(html)).toBe(focus)
  })
})
