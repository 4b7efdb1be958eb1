/** Waits until nobody else sets the clone up, does the work and lets the next one in. A lock whose owner is gone is taken over. */
export function whileAlone(
  folder: string,
  work: () => Promise<void>,
  onWait: (pid: number) => void,
): Promise<void>;
