/** A topic's full name. */
export function topicName(stage: string, name: string): string {
  return `${stage}.streaming.${name}`;
}

/** A bucket's full name. */
export function bucketName(stage: string, name: string): string {
  return `${stage}-${name}`;
}
