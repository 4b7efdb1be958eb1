import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { avroMetadata } from "icebird/src/avro/avro.metadata.js";
import { avroRead } from "icebird/src/avro/avro.read.js";

/** A row as Parquet holds it: longs are bigint, times are Date, texts are string. */
export type IcebergRow = Readonly<Record<string, unknown>>;

/** One data file of a table's current snapshot. */
export interface IcebergDataObject {
  readonly bucket: string;
  readonly key: string;
  readonly recordCount: number;
  /** Partition values by column name, as the manifest holds them. */
  readonly partition: Readonly<Record<string, unknown>>;
}

/** What a reader of the table sees now; a table without a snapshot has neither objects nor rows. */
export interface IcebergTable {
  readonly objects: readonly IcebergDataObject[];
  readonly rows: readonly IcebergRow[];
}

interface TableMetadata {
  readonly "current-snapshot-id"?: number | null;
  readonly snapshots?: readonly { readonly "snapshot-id": number; readonly "manifest-list": string }[];
}

interface Manifest {
  readonly manifest_path: string;
  readonly content: number;
}

interface ManifestEntry {
  readonly status: number;
  readonly data_file: {
    readonly content: number;
    readonly file_path: string;
    readonly record_count: bigint;
    readonly partition: Readonly<Record<string, unknown>>;
  };
}

const deleted = 2;

/**
 * Reads an append-only Iceberg table's current snapshot through signed requests.
 *
 * @param metadataLocation the current metadata file, `s3://bucket/…/metadata/….metadata.json`, as the catalog names it
 *   (`metadata_location` in Postgres' `iceberg_tables`).
 */
export async function readIcebergTable(client: S3Client, metadataLocation: string): Promise<IcebergTable> {
  const objects = await icebergDataObjects(client, metadataLocation);
  const files: IcebergRow[][] = [];
  for (const { bucket, key } of objects) {
    files.push(await parquetReadObjects({ file: await getObject(client, bucket, key), compressors }));
  }
  return { objects, rows: files.flat() };
}

/** The data files of the current snapshot, without reading them: enough to count rows. */
export async function icebergDataObjects(
  client: S3Client,
  metadataLocation: string,
): Promise<readonly IcebergDataObject[]> {
  const metadata = parseMetadata(await getLocation(client, metadataLocation));
  const list = metadata.snapshots?.find((one) => one["snapshot-id"] === metadata["current-snapshot-id"]);
  if (list === undefined) return [];
  const objects: IcebergDataObject[] = [];
  for (const manifest of await readAvro<Manifest>(client, list["manifest-list"])) {
    if (manifest.content !== 0)
      throw new Error(`${manifest.manifest_path} holds deletes, which are not applied here`);
    for (const { status, data_file } of await readAvro<ManifestEntry>(client, manifest.manifest_path)) {
      if (status === deleted) continue;
      const { record_count, partition, file_path } = data_file;
      objects.push({ ...splitLocation(file_path), recordCount: Number(record_count), partition });
    }
  }
  return objects;
}

/** Snapshot ids do not fit a double: they are only compared, so they are read as text. */
function parseMetadata(bytes: ArrayBuffer): TableMetadata {
  const text = new TextDecoder().decode(bytes);
  return JSON.parse(text.replace(/("(?:current-)?snapshot-id"\s*:\s*)(-?\d+)/g, '$1"$2"')) as TableMetadata;
}

async function readAvro<Row>(client: S3Client, location: string): Promise<Row[]> {
  const reader = { view: new DataView(await getLocation(client, location)), offset: 0 };
  const { metadata, syncMarker } = avroMetadata(reader);
  return avroRead({ reader, metadata, syncMarker }) as Row[];
}

async function getLocation(client: S3Client, location: string): Promise<ArrayBuffer> {
  const { bucket, key } = splitLocation(location);
  return getObject(client, bucket, key);
}

async function getObject(client: S3Client, Bucket: string, Key: string): Promise<ArrayBuffer> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
  if (Body === undefined) throw new Error(`s3://${Bucket}/${Key} has no body`);
  const bytes = await Body.transformToByteArray();
  return new Uint8Array(bytes).buffer;
}

function splitLocation(location: string): { bucket: string; key: string } {
  const match = /^s3a?:\/\/([^/]+)\/(.+)$/s.exec(location);
  if (match?.[1] === undefined || match[2] === undefined) throw new Error(`${location} is no s3:// location`);
  return { bucket: match[1], key: match[2] };
}
