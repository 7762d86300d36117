/** What the process ends with; scripts rely on it. */
export const EXIT = {
  ok: 0,
  /** Something failed; the error says what. */
  failure: 1,
  /** The command line itself cannot be understood, or lacks what it needs. */
  usage: 2,
  /** A budget refused; nothing beyond it was spent. */
  budget: 3,
  /** No gateway answers. */
  unreachable: 4,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
