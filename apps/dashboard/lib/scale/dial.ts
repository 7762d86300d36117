/** A dial from `SWEEP_START` to `SWEEP_END`, degrees clockwise from twelve o'clock. */
const SWEEP_START = -110;
const SWEEP_END = 110;

export interface Point {
  x: number;
  y: number;
}

/** Where a share of 0 to 1 points, in degrees clockwise from twelve o'clock; beyond either end the needle stops. */
export function dialAngle(share: number): number {
  const clamped = Math.min(1, Math.max(0, share));
  return SWEEP_START + (SWEEP_END - SWEEP_START) * clamped;
}

/** The place at `radius` from the origin in a direction of the dial; y grows downwards as in SVG. */
export function onDial(angle: number, radius: number): Point {
  const radians = (angle * Math.PI) / 180;
  const round = (value: number) => Math.round(value * 1000) / 1000;
  return { x: round(Math.sin(radians) * radius), y: round(-Math.cos(radians) * radius) };
}

/** SVG path of the arc between two shares. */
export function dialArc(from: number, to: number, radius: number): string {
  const start = dialAngle(from);
  const end = dialAngle(to);
  const a = onDial(start, radius);
  const b = onDial(end, radius);
  return `M${a.x} ${a.y}A${radius} ${radius} 0 ${end - start > 180 ? 1 : 0} 1 ${b.x} ${b.y}`;
}
