/** How far something is that takes a while; without a share it only says that it goes on. */
export function ProgressBar({ label, share, text }: { label: string; share: number | null; text: string }) {
  const percent = share === null ? undefined : Math.round(share * 100);
  return (
    <div className="grid gap-1.5">
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={text}
        className="keeps-fill h-2.5 overflow-hidden rounded-[3px] border border-line-strong/50 bg-inset"
      >
        <div
          className={
            percent === undefined
              ? 'h-full w-full animate-breathe bg-mode-fill/60'
              : 'h-full bg-mode-fill transition-[width] duration-500'
          }
          style={percent === undefined ? undefined : { width: `${Math.max(2, percent)}%` }}
        />
      </div>
      <p className="text-[13px] text-soft tabular-nums">{text}</p>
    </div>
  );
}
