export type Colour = readonly [red: number, green: number, blue: number]

/** A picture in rows of red, green, blue bytes. Every shape has soft edges; coordinates are pixels, y grows downwards. */
export class Canvas {
  readonly width: number
  readonly height: number
  readonly pixels: Buffer

  constructor(width: number, height: number, copyOf?: Canvas) {
    this.width = width
    this.height = height
    this.pixels = copyOf ? Buffer.from(copyOf.pixels) : Buffer.alloc(width * height * 3)
  }

  disc(x: number, y: number, radius: number, colour: Colour): void {
    this.#paint(
      x - radius,
      y - radius,
      x + radius,
      y + radius,
      colour,
      (px, py) => Math.hypot(px - x, py - y) - radius,
    )
  }

  /** The line of a circle. */
  ring(x: number, y: number, radius: number, thickness: number, colour: Colour): void {
    const reach = radius + thickness
    this.#paint(
      x - reach,
      y - reach,
      x + reach,
      y + reach,
      colour,
      (px, py) => Math.abs(Math.hypot(px - x, py - y) - radius) - thickness / 2,
    )
  }

  /** A thick line with round ends. */
  stroke(x1: number, y1: number, x2: number, y2: number, thickness: number, colour: Colour): void {
    const radius = thickness / 2
    const [dx, dy] = [x2 - x1, y2 - y1]
    const length = dx * dx + dy * dy || 1
    this.#paint(
      Math.min(x1, x2) - radius,
      Math.min(y1, y2) - radius,
      Math.max(x1, x2) + radius,
      Math.max(y1, y2) + radius,
      colour,
      (px, py) => {
        const along = Math.max(0, Math.min(1, ((px - x1) * dx + (py - y1) * dy) / length))
        return Math.hypot(px - x1 - along * dx, py - y1 - along * dy) - radius
      },
    )
  }

  /** A rectangle around a centre, with rounded corners. */
  box(x: number, y: number, width: number, height: number, radius: number, colour: Colour): void {
    const [halfWidth, halfHeight] = [width / 2 - radius, height / 2 - radius]
    this.#paint(x - width / 2, y - height / 2, x + width / 2, y + height / 2, colour, (px, py) => {
      const [outX, outY] = [Math.abs(px - x) - halfWidth, Math.abs(py - y) - halfHeight]
      return Math.hypot(Math.max(outX, 0), Math.max(outY, 0)) + Math.min(Math.max(outX, outY), 0) - radius
    })
  }

  /** A triangle standing on its base. */
  triangle(x: number, y: number, size: number, colour: Colour): void {
    const half = size * 0.62
    this.#paint(x - half, y - half, x + half, y + half, colour, (px, py) => {
      const side = (Math.abs(px - x) * 2 + (py - y) - half * 0.9) / Math.sqrt(5)
      return Math.max(side, py - y - half * 0.8)
    })
  }

  /** Colours each pixel by how far it is inside the shape: `distance` is negative inside, in pixels. */
  #paint(
    left: number,
    top: number,
    right: number,
    bottom: number,
    colour: Colour,
    distance: (x: number, y: number) => number,
  ): void {
    const [fromX, toX] = [Math.max(0, Math.floor(left - 1)), Math.min(this.width - 1, Math.ceil(right + 1))]
    const [fromY, toY] = [Math.max(0, Math.floor(top - 1)), Math.min(this.height - 1, Math.ceil(bottom + 1))]
    const [red, green, blue] = colour
    const { pixels } = this
    for (let y = fromY; y <= toY; y += 1) {
      for (let x = fromX; x <= toX; x += 1) {
        const cover = 0.5 - distance(x, y)
        if (cover <= 0) continue
        const at = (y * this.width + x) * 3
        const share = Math.min(1, cover)
        pixels[at] = (pixels[at] ?? 0) * (1 - share) + red * share
        pixels[at + 1] = (pixels[at + 1] ?? 0) * (1 - share) + green * share
        pixels[at + 2] = (pixels[at + 2] ?? 0) * (1 - share) + blue * share
      }
    }
  }
}
