import { dialAngle, dialArc, onDial } from '@/lib/scale/dial.ts';

const TICKS = Array.from({ length: 21 }, (_, index) => index / 20);

interface DialProps {
  /** 0 to 1; null leaves the needle at rest. */
  share: number | null;
  /** What stands under the needle, such as "99.3%". */
  reading: string;
  label: string;
  tone: 'good' | 'warn' | 'bad';
}

/** The dial of a truck scale, for a share that should be full. */
export function Dial({ share, reading, label, tone }: DialProps) {
  const tip = onDial(dialAngle(share ?? 0), 60);
  return (
    <svg
      viewBox="-100 -94 200 158"
      role="img"
      aria-label={`${label}: ${reading}`}
      className="w-full max-w-60"
    >
      <path d={dialArc(0, 1, 84)} fill="none" stroke="var(--line)" strokeWidth="6" />
      {share !== null && share > 0 ? (
        <path d={dialArc(0, share, 84)} fill="none" stroke={`var(--${tone})`} strokeWidth="6" />
      ) : null}
      {TICKS.map((tick, index) => {
        const outer = onDial(dialAngle(tick), 76);
        const inner = onDial(dialAngle(tick), index % 5 === 0 ? 66 : 71);
        return (
          <path
            key={tick}
            d={`M${inner.x} ${inner.y}L${outer.x} ${outer.y}`}
            stroke="var(--line-strong)"
            strokeWidth={index % 5 === 0 ? 1.6 : 1}
          />
        );
      })}
      {share === null ? null : (
        <path d={`M0 0L${tip.x} ${tip.y}`} stroke="var(--ink)" strokeWidth="2.6" strokeLinecap="round" />
      )}
      <circle r="5.5" fill={share === null ? 'var(--line-strong)' : 'var(--ink)'} />
      <text
        y="56"
        textAnchor="middle"
        fontSize="25"
        fontWeight="500"
        fill="var(--ink)"
        className="font-mono tabular-nums"
      >
        {reading}
      </text>
    </svg>
  );
}
