import { formatUsd } from '@/lib/format/money.ts';
import type { SpendPoint } from '@/lib/spend/chart.ts';

/** The chart as a table, for those who do not see it. */
export function SpendTable({
  points,
  title,
}: {
  points: readonly SpendPoint[];
  title: (from: string) => string;
}) {
  return (
    <div className="sr-only">
      <table>
        <caption>Spend, as in the chart</caption>
        <thead>
          <tr>
            {['From', 'Settled', 'Held', 'Uncertain', 'Would have cost'].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {points.map(({ from, bucket }) => (
            <tr key={from}>
              <th scope="row">{title(from)}</th>
              {bucket ? (
                <>
                  <td>{formatUsd(bucket.settledNanoUsd)}</td>
                  <td>{formatUsd(bucket.heldNanoUsd)}</td>
                  <td>{formatUsd(bucket.uncertainNanoUsd)}</td>
                  <td>{formatUsd(bucket.freeWouldHaveNanoUsd)}</td>
                </>
              ) : (
                <td colSpan={4}>Nothing is known</td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
