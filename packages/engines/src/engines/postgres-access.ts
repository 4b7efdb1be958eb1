/**
 * What a client of the local Postgres signs in with. The server listens on the loopback interface only, so the password
 * is fixed; it is asked for all the same (SCRAM), as in the cloud.
 */
export const postgresAccess = {
  user: "millrace",
  password: "millrace-local-secret",
  database: "millrace",
} as const;

/** The passwords of the store's roles in the local Postgres. */
export const storePasswords = {
  writer: "millrace-local-writer",
  reader: "millrace-local-reader",
  keeper: "millrace-local-keeper",
} as const;
