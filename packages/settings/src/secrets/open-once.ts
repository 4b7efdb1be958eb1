/** Opens something at its first use; an opening that failed is tried again at the next. */
export function openOnce<Opened>(open: () => Promise<Opened>): () => Promise<Opened> {
  let opened: Promise<Opened> | undefined;
  return () => {
    const current = (opened ??= open());
    current.catch(() => {
      if (opened === current) opened = undefined;
    });
    return current;
  };
}
