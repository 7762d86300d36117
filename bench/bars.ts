export interface Bar {
  name: string;
  value: number;
  /** Written behind the bar. */
  label: string;
  ours: boolean;
}

const ROW = 30;
const NAMES = 210;
const WIDTH = 760;
const LABELS = 150;

/** Horizontal bars as an SVG that reads in light and dark. */
export function barChart(title: string, bars: readonly Bar[]): string {
  const most = Math.max(...bars.map(({ value }) => value));
  const height = 44 + bars.length * ROW;
  const rows = bars.map(({ name, value, label, ours }, index) => {
    const y = 40 + index * ROW;
    const width = Math.max(2, (value / most) * (WIDTH - NAMES - LABELS));
    return [
      `<text x="${NAMES - 12}" y="${y + 15}" text-anchor="end"${ours ? ' class="ours"' : ''}>${quoted(name)}</text>`,
      `<rect x="${NAMES}" y="${y}" width="${width.toFixed(1)}" height="20" rx="3" class="${ours ? 'bar own' : 'bar'}"/>`,
      `<text x="${(NAMES + width + 8).toFixed(1)}" y="${y + 15}" class="figure">${quoted(label)}</text>`,
    ].join('');
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${quoted(title)}">
<style>
text { font: 13px system-ui, sans-serif; fill: #3f3f46 } .title { font-weight: 600; font-size: 14px } .ours { font-weight: 600 }
.figure { font-variant-numeric: tabular-nums } .bar { fill: #a1a1aa } .own { fill: #0f766e }
@media (prefers-color-scheme: dark) { text { fill: #d4d4d8 } .bar { fill: #52525b } .own { fill: #2dd4bf } }
</style>
<text x="0" y="20" class="title">${quoted(title)}</text>
${rows.join('\n')}
</svg>
`;
}

function quoted(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
