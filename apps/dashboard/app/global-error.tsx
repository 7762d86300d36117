'use client';

/** When even the layout broke: no stylesheet or font can be counted on. */
export default function GlobalError({ reset }: { error: Error; reset: () => void }) {
  return (
    <html lang="en">
      <body style={{ fontFamily: 'system-ui, sans-serif', padding: '3rem', maxWidth: '40rem' }}>
        <h1>The dashboard could not be drawn</h1>
        <p>Nothing was changed. Try again; if it stays so, restart it and look at its log.</p>
        <button type="button" onClick={reset}>
          Try again
        </button>
      </body>
    </html>
  );
}
