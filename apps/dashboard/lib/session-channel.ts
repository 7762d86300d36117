const NAME = 'weighbridge-session';

/** Tells the other tabs of this browser that the session has ended. */
export function announceSignOut(): void {
  const channel = new BroadcastChannel(NAME);
  channel.postMessage('signed-out');
  channel.close();
}

/** Calls back when another tab signed out. Answers how to stop. */
export function onSignOutElsewhere(listener: () => void): () => void {
  const channel = new BroadcastChannel(NAME);
  channel.onmessage = listener;
  return () => channel.close();
}
