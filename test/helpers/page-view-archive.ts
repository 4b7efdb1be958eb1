import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { postgresUrl, s3Access } from "@millrace/engines";
import pg from "pg";
import { type IcebergRow, readIcebergTable } from "./iceberg-table.ts";
import type { StackAddresses } from "./millrace.ts";

/** A table of the archive: `raw`, `counts`, `late`, or one of a test's own. */
export type ArchiveTable = string;

/** An archived row with the object that holds it. */
export interface ArchivedRow {
  readonly row: IcebergRow;
  readonly objectKey: string;
}

/** Reads the archive as it is committed: through the catalog, never from objects that no snapshot names. */
export class PageViewArchive {
  readonly #stack: StackAddresses;
  readonly #namespace: string;

  constructor(stack: StackAddresses, namespace = "page_views") {
    this.#stack = stack;
    this.#namespace = namespace;
  }

  /** The committed rows of a table; none while the table has not been made. */
  async rows(table: ArchiveTable): Promise<readonly IcebergRow[]> {
    const location = await this.#metadataLocation(table);
    if (location === undefined) return [];
    return this.#withClient(async (client) => (await readIcebergTable(client, location)).rows);
  }

  /** The keys of the table's committed data objects. */
  async objectKeys(table: ArchiveTable): Promise<readonly string[]> {
    const location = await this.#metadataLocation(table);
    if (location === undefined) return [];
    return this.#withClient(async (client) =>
      (await readIcebergTable(client, location)).objects.map(({ key }) => key),
    );
  }

  /** Every key of a bucket, as `ListObjectsV2` pages through them. */
  async listBucket(bucket: string): Promise<readonly string[]> {
    return this.#withClient(async (client) => {
      const keys: string[] = [];
      let token: string | undefined;
      do {
        const page = await client.send(
          new ListObjectsV2Command({
            Bucket: bucket,
            ...(token === undefined ? {} : { ContinuationToken: token }),
          }),
        );
        keys.push(...(page.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key])));
        token = page.NextContinuationToken;
      } while (token !== undefined);
      return keys;
    });
  }

  async #withClient<T>(use: (client: S3Client) => Promise<T>): Promise<T> {
    const client = new S3Client({
      endpoint: this.#stack.s3Url,
      region: s3Access.region,
      forcePathStyle: true,
      credentials: s3Access,
    });
    try {
      return await use(client);
    } finally {
      client.destroy();
    }
  }

  async #metadataLocation(table: ArchiveTable): Promise<string | undefined> {
    const client = new pg.Client({ connectionString: postgresUrl(() => this.#stack.postgresAddress) });
    await client.connect();
    try {
      const { rows } = await client.query<{ metadata_location: string }>(
        "SELECT metadata_location FROM iceberg_tables WHERE table_namespace = $1 AND table_name = $2",
        [this.#namespace, table],
      );
      return rows[0]?.metadata_location;
    } catch (error) {
      // The catalog makes its own table when the first connector starts.
      if ((error as { code?: string }).code === "42P01") return undefined;
      throw error;
    } finally {
      await client.end();
    }
  }
}
