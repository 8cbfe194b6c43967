import { Canvas, type Colour } from './canvas.ts'
import { type Block, blocks, boardDots, clapping, hoops, type Place, type Speaker } from './script.ts'
import { isSpeaking } from './voice.ts'

const wall: Colour = [243, 234, 216]
const floor: Colour = [206, 173, 133]
const wood: Colour = [143, 103, 66]
const board: Colour = [250, 251, 249]
const ink: Colour = [45, 62, 80]
const orange: Colour = [226, 125, 58]
const blue: Colour = [70, 122, 182]

type Figure = {
  readonly who: Speaker
  readonly at: Place
  readonly scale: number
  readonly skin: Colour
  readonly hair: Colour
  readonly cloth: Colour
}

const teacher: Figure = {
  who: 'teacher',
  at: [0.2, 0.52],
  scale: 1,
  skin: [150, 100, 70],
  hair: [40, 30, 28],
  cloth: [24, 120, 120],
}
const children: readonly Figure[] = [
  {
    who: 'ben',
    at: [0.42, 0.56],
    scale: 0.62,
    skin: [226, 180, 145],
    hair: [120, 78, 40],
    cloth: [120, 160, 88],
  },
  {
    who: 'mali',
    at: [0.6, 0.54],
    scale: 0.62,
    skin: [176, 122, 88],
    hair: [30, 26, 26],
    cloth: [214, 92, 110],
  },
  {
    who: 'suda',
    at: [0.79, 0.56],
    scale: 0.62,
    skin: [120, 80, 58],
    hair: [24, 20, 20],
    cloth: [232, 186, 74],
  },
]

/** The room without anybody in it. */
export function emptyRoom(width: number, height: number): Canvas {
  const room = new Canvas(width, height)
  room.box(width / 2, height * 0.3, width * 1.2, height * 0.62, 0, wall)
  room.box(width / 2, height * 0.82, width * 1.2, height * 0.44, 0, floor)
  room.box(width * 0.43, height * 0.25, width * 0.36, height * 0.36, 8, wood)
  room.box(width * 0.43, height * 0.25, width * 0.345, height * 0.335, 5, board)
  room.box(width * 0.87, height * 0.22, width * 0.15, height * 0.28, 6, [190, 220, 238])
  room.box(width * 0.87, height * 0.22, width * 0.008, height * 0.28, 0, board)
  room.box(width * 0.59, height * 0.8, width * 0.62, height * 0.3, 30, [232, 222, 205])
  return room
}

/** The lesson at that second, drawn into a copy of the empty room. */
export function drawLesson(room: Canvas, second: number): Canvas {
  const picture = new Canvas(room.width, room.height, room)
  drawBoard(picture, second)
  drawPerson(picture, teacher, second, teacherHand(second))
  for (const child of children) drawPerson(picture, child, second, handOf(child.who, second))
  for (const hoop of hoops)
    picture.ring(hoop.at[0] * picture.width, hoop.at[1] * picture.height, picture.height * 0.1, 5, ink)
  for (const [index, block] of blocks.entries()) drawBlock(picture, block, index, second)
  return picture
}

function drawBoard(picture: Canvas, second: number): void {
  const { width, height } = picture
  for (const [index, from] of boardDots.entries()) {
    const grown = Math.max(0, Math.min(1, (second - from) * 3))
    if (grown > 0) picture.disc(width * (0.33 + index * 0.1), height * 0.17, height * 0.042 * grown, orange)
  }
  // The two hoops as a plan, drawn while she asks.
  const drawn = Math.max(0, Math.min(1, (second - 15.5) / 2))
  if (drawn > 0) {
    picture.ring(width * 0.36, height * 0.33, height * 0.055 * drawn, 3, ink)
    picture.disc(width * 0.36, height * 0.33, height * 0.02 * drawn, ink)
    picture.ring(width * 0.5, height * 0.33, height * 0.055 * drawn, 3, ink)
    picture.box(width * 0.5, height * 0.33, height * 0.036 * drawn, height * 0.036 * drawn, 1, ink)
  }
}

function teacherHand(second: number): Place {
  if (second < 3) return [0.29, 0.3 + 0.03 * Math.sin(second * 9)]
  const dot = boardDots.findLastIndex((from) => second >= from - 0.5 && second < from + 1.4)
  if (dot >= 0) return [0.315 + dot * 0.1, 0.2]
  if (second > 15.2 && second < 18.4) return [0.34 + 0.06 * (second - 15.2), 0.36]
  // She folds her hands and waits.
  if (second < 26) return [0.225, 0.56]
  if (second > 33 && second < 36.5) return [0.34, 0.66]
  return isClapping(second) ? clap(0.24, 0.5, second) : [0.27, 0.6]
}

function handOf(who: Speaker, second: number): Place | undefined {
  const home = children.find((child) => child.who === who)?.at ?? [0.5, 0.5]
  for (const [index, block] of blocks.entries()) {
    const move = block.moves.find(
      (each) => each.by === who && second >= each.from - 0.4 && second <= each.until + 0.3,
    )
    if (move) return placeOf(block, index, second)
  }
  if (isClapping(second)) return clap(home[0] + 0.02, home[1] + 0.06, second)
  // Fingers go up at the question; Mali's goes up late.
  const up = { ben: [5.2, 7, 20.4, 22.9], suda: [5.4, 7, 21.2, 24], mali: [6, 7.2, 25.8, 28.2], teacher: [] }[
    who
  ]
  const raised = up.some((from, index) => index % 2 === 0 && second >= from && second < (up[index + 1] ?? 0))
  return raised ? [home[0] + 0.035, home[1] - 0.2] : undefined
}

const isClapping = (second: number): boolean => second >= clapping.from && second < clapping.until
const clap = (x: number, y: number, second: number): Place => {
  const swing = Math.abs(Math.sin(((second - clapping.from) / clapping.everySeconds) * Math.PI))
  return [x + 0.025 * swing, y - 0.01 * swing]
}

function drawPerson(picture: Canvas, figure: Figure, second: number, hand: Place | undefined): void {
  const unit = picture.height * 0.1 * figure.scale
  const hop =
    isClapping(second) && figure.who !== 'teacher'
      ? Math.abs(Math.sin(second * 7 + figure.at[0] * 9)) * unit * 0.4
      : 0
  const sway = Math.sin(second * 1.3 + figure.at[0] * 20) * unit * 0.06
  const [x, y] = [figure.at[0] * picture.width + sway, figure.at[1] * picture.height - hop]
  const shoulder = y - unit * 0.35
  picture.stroke(x - unit * 0.3, y + unit * 1.5, x - unit * 0.35, y + unit * 2.6, unit * 0.36, ink)
  picture.stroke(x + unit * 0.3, y + unit * 1.5, x + unit * 0.35, y + unit * 2.6, unit * 0.36, ink)
  picture.box(x, y + unit * 0.65, unit * 1.35, unit * 2.2, unit * 0.55, figure.cloth)
  arm(picture, [x - unit * 0.55, shoulder], [x - unit * 0.95, y + unit * 1.1], unit, figure)
  arm(
    picture,
    [x + unit * 0.55, shoulder],
    hand ? [hand[0] * picture.width, hand[1] * picture.height] : [x + unit * 0.95, y + unit * 1.1],
    unit,
    figure,
  )
  drawHead(picture, figure, [x, y - unit * 1.15], unit, second)
}

function arm(picture: Canvas, from: Place, to: Place, unit: number, { cloth, skin }: Figure): void {
  const elbow: Place = [(from[0] + to[0]) / 2 + unit * 0.12, (from[1] + to[1]) / 2 + unit * 0.25]
  picture.stroke(...from, ...elbow, unit * 0.36, cloth)
  picture.stroke(...elbow, ...to, unit * 0.3, cloth)
  picture.disc(...to, unit * 0.2, skin)
}

function drawHead(picture: Canvas, figure: Figure, [x, y]: Place, unit: number, second: number): void {
  const look = figure.who === 'teacher' ? 0.14 : second > 22 ? 0.02 : -0.12
  picture.disc(x, y - unit * 0.12, unit * 0.72, figure.hair)
  picture.disc(x + unit * look, y + unit * 0.06, unit * 0.62, figure.skin)
  const blink = Math.sin(second * 1.7 + figure.at[0] * 30) > 0.985
  for (const side of [-1, 1]) {
    picture.box(
      x + unit * (look * 2 + side * 0.23),
      y,
      unit * 0.13,
      blink ? unit * 0.04 : unit * 0.17,
      unit * 0.02,
      ink,
    )
  }
  const [mouthX, mouthY, red] = [x + unit * look * 2, y + unit * 0.33, [140, 52, 56] as const]
  if (isSpeaking(figure.who, second)) {
    const open = 0.1 + 0.12 * Math.abs(Math.sin(second * 16))
    picture.box(mouthX, mouthY, unit * 0.34, unit * open, unit * open * 0.45, red)
  } else {
    for (const side of [-1, 1]) {
      picture.stroke(
        mouthX + side * unit * 0.17,
        mouthY - unit * 0.06,
        mouthX,
        mouthY + unit * 0.02,
        unit * 0.06,
        red,
      )
    }
  }
}

function placeOf(block: Block, index: number, second: number): Place {
  let place = block.start
  for (const move of block.moves) {
    if (second <= move.from) break
    const part = Math.min(1, (second - move.from) / (move.until - move.from))
    const eased = part * part * (3 - 2 * part)
    const lift = Math.sin(Math.PI * eased) * 0.07
    place = [place[0] + (move.to[0] - place[0]) * eased, place[1] + (move.to[1] - place[1]) * eased - lift]
  }
  return [place[0], place[1] + index * 0.001]
}

function drawBlock(picture: Canvas, block: Block, index: number, second: number): void {
  const [x, y] = placeOf(block, index, second)
  const size = picture.height * 0.07
  const [px, py] = [x * picture.width, y * picture.height]
  // The square that goes astray has the colour of the circles: that is what there is to see.
  const colour = block.shape === 'circle' || index === 1 ? orange : blue
  picture.box(px + 2, py + size * 0.46, size * 0.8, size * 0.22, size * 0.1, [196, 180, 156])
  if (block.shape === 'circle') picture.disc(px, py, size * 0.5, colour)
  else if (block.shape === 'square') picture.box(px, py, size * 0.9, size * 0.9, 4, colour)
  else picture.triangle(px, py, size, colour)
}
