-- Up Migration
-- Partitions stand apart: whoever looks at the schema public sees tables of results only, and the roles' rights on a table
-- are all that they need for its partitions.
CREATE SCHEMA IF NOT EXISTS millrace_partitions AUTHORIZATION millrace_keeper;

-- The tables of results as they were last applied.
CREATE TABLE millrace_store.store_tables (
  name text PRIMARY KEY,
  domain text NOT NULL,
  time_column text,
  retention_ms bigint CHECK (retention_ms > 0),
  partition_by text CHECK (partition_by IN ('hour', 'day', 'week', 'month')),
  applied_at timestamptz NOT NULL DEFAULT now()
);

-- What was done to them, and when.
CREATE TABLE millrace_store.store_changes (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL,
  details text[] NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now()
);

ALTER TABLE millrace_store.store_tables OWNER TO millrace_keeper;
ALTER TABLE millrace_store.store_changes OWNER TO millrace_keeper;

-- Dates what a row holds. A record that comes again finds the row as it left it, and leaves it untouched; a record at the
-- same place of a topic that was made anew says something else.
CREATE FUNCTION millrace_store.stamp_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN
    RETURN NULL;
  END IF;
  NEW.as_of := clock_timestamp();
  RETURN NEW;
END
$$;

ALTER FUNCTION millrace_store.stamp_row() OWNER TO millrace_keeper;
