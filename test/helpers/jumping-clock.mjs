/** Loaded before a program: its wall clock jumps a day ahead or two days back with every SIGUSR2. */
const jumps = [86_400_000, -2 * 86_400_000, 3_600_000];
const RealDate = Date;
let shiftMs = 0;
let jump = 0;

process.on("SIGUSR2", () => {
  shiftMs += jumps[jump++ % jumps.length];
});

globalThis.Date = class Date extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(RealDate.now() + shiftMs);
    else super(...args);
  }

  static now() {
    return RealDate.now() + shiftMs;
  }
};
