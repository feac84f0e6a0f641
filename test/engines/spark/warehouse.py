"""One local Spark session with Delta or Iceberg, found by dbt-spark's session method; raw tables into it and tables out."""

import glob
import json
import os

import cells
from logical_type import spell

TYPES = {
    "string": "string",
    "text": "string",
    "integer": "int",
    "bigint": "bigint",
    "decimal": "decimal({0}, {1})",
    "float": "double",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "timestamp_ntz",
    "timestamp_tz": "timestamp",
    "time": "string",
    "json": "string",
    "binary": "binary",
    "uuid": "string",
}
FORMATS = {
    "delta": {
        "spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
        "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
        # each reading of a table would start a job that looks for files to skip, and each writing one for what it needs
        "spark.databricks.delta.stats.skipping": "false",
        "spark.databricks.delta.stats.collect": "false",
        "spark.databricks.delta.snapshotPartitions": "1",
    },
    # A named catalog as default, as with Glue, Nessie, Polaris or REST catalogs; here it lives in memory.
    "iceberg": {
        "spark.sql.extensions": "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions",
        "spark.sql.catalog.lake": "org.apache.iceberg.spark.SparkCatalog",
        "spark.sql.catalog.lake.catalog-impl": "org.apache.iceberg.inmemory.InMemoryCatalog",
        "spark.sql.catalog.lake.warehouse": "lake",
        "spark.sql.catalog.lake.default-namespace": "default",
        "spark.sql.defaultCatalog": "lake",
    },
}
SIZES = {
    "many_statements": {
        "spark.driver.memory": "2g",
        # an aggregate or a sort takes one page at least; the default of 64 MB fills the heap with a handful of rows
        "spark.buffer.pageSize": "256k",
        # a session lives for many thousand small statements: compiled code must not be thrown away in between
        "spark.driver.extraJavaOptions": "-XX:ReservedCodeCacheSize=256m -XX:+UseParallelGC",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.shuffle.partitions": "1",
        "spark.default.parallelism": "1",
        "spark.sql.sources.parallelPartitionDiscovery.parallelism": "1",
    },
    # Spark's and Delta's own settings, but for what one machine needs
    "many_rows": {
        "spark.driver.memory": "6g",
        "spark.sql.shuffle.partitions": "4",
        "spark.databricks.delta.stats.skipping": "true",
        "spark.databricks.delta.stats.collect": "true",
    },
}


class Warehouse:
    def __init__(self, work, format, ansi, jars, sized_for="many_statements"):
        os.environ["TZ"] = "UTC"  # pyspark turns a TIMESTAMP into local time on the way to Python
        self.work = os.path.abspath(work)
        self.format = format
        self.ansi = {"off": "false", "on": "true"}[ansi]
        self.spark = start(self.work, format, self.ansi, jars, SIZES[sized_for])
        repair_seed_values()
        keep_ansi(self.ansi)

    def seed(self, schema, table, csv, columns, null, mode):
        names = [column["name"] for column in columns]
        self.spark.sql(f"create schema if not exists {name(schema)}")
        # by position, so that the text view needs no names that a file format may refuse
        places = [f"c{i}" for i in range(len(names))]
        text = self.spark.read.schema(", ".join(f"{place} string" for place in places))
        text.json(self.lines(places, cells.read(csv, names, null))).createOrReplaceTempView("raw_cells")
        typed = [f"cast({p} as {spell(c['type'], TYPES)}) as {name(c['name'])}" for p, c in zip(places, columns)]
        target, query = f"{name(schema)}.{name(table)}", f"select {', '.join(typed)} from raw_cells"
        if mode == "replace" or not self.spark.catalog.tableExists(target):
            self.spark.sql(f"create or replace table {target} using {self.format} {self.properties(names)} as {query}")
        else:
            self.spark.sql(f"insert into {target} by name {query}")

    def lines(self, places, rows):
        """A file of the rows, an object a line: Spark reads it itself, while rows that Python hands over go through workers."""
        file = os.path.join(self.work, "raw_cells.json")
        with open(file, "w", encoding="ascii") as lines:
            lines.writelines(json.dumps(dict(zip(places, row))) + "\n" for row in rows)
        return file

    def properties(self, names):
        """Delta stores a name with a blank or a comma only under column mapping."""
        if self.format == "delta" and any(mark in column for column in names for mark in " ,;{}()\n\t="):
            return "tblproperties ('delta.columnMapping.mode' = 'name')"
        return ""

    def sql(self, statements):
        """Runs the statements; the rows of the last."""
        for statement in statements:
            rows = self.spark.sql(statement).collect()
        return [list(row) for row in rows]

    def rows(self, database, schema, identifier):
        frame = self.spark.table(f"{name(schema)}.{name(identifier)}")
        return frame.columns, frame.collect()

    def before_dbt(self):
        """Delta says in its own log how a table is partitioned, and a Hive metastore is not told. The catalog in memory
        is, and fails then when the table is replaced again; so it is made to forget."""
        if self.format != "delta":
            return
        catalog = self.spark._jsparkSession.sharedState().externalCatalog().unwrapped()
        nil = self.spark._jvm.scala.collection.immutable.List.empty()
        for (schema,) in self.spark.sql("show schemas").collect():
            tables = catalog.listTables(schema)
            for index in range(tables.size()):
                table = catalog.getTable(schema, tables.apply(index))
                if table.partitionColumnNames().nonEmpty():
                    catalog.alterTable(without_partitions(table, nil))

    def reset(self):
        """Nothing of a project is left: tables, views, and what its statements set."""
        for (schema,) in self.spark.sql("show schemas").collect():
            # a schema of Iceberg's has to be empty; `show views` is the only one that knows its views
            for kind in ("view", "table"):
                for row in self.spark.sql(f"show {kind}s in {name(schema)}").collect():
                    prefix = "" if row["isTemporary"] else f"{name(schema)}."
                    self.spark.sql(f"drop {kind} if exists {prefix}{name(row[1])}")
            if schema != "default":
                self.spark.sql(f"drop schema {name(schema)}")
        self.spark.catalog.clearCache()
        self.spark.sql("reset")

    def close(self):
        self.spark.stop()


PARTITION_COLUMN_NAMES = 5  # among the fields of a CatalogTable


def without_partitions(table, nil):
    """The catalog's entry of a table without its partition columns: `copy` of a Scala case class, field by field."""
    fields = [table.productElement(index) for index in range(table.productArity())]
    fields[PARTITION_COLUMN_NAMES] = nil
    return table.copy(*fields)


def start(work, format, ansi, jars, size):
    from pyspark.sql import SparkSession

    forget_settings()
    settings = {
        "spark.master": "local[2]",
        # of all formats: a JVM that was started for one may be asked for the other
        "spark.jars": ",".join(sorted(glob.glob(os.path.join(jars, "*.jar")))),
        # a Hive metastore starts slowly and answers slowly; nothing outlives the process anyway
        "spark.sql.catalogImplementation": "in-memory",
        "spark.sql.warehouse.dir": f"{work}/warehouse",
        "spark.local.dir": f"{work}/scratch",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.ansi.enabled": ansi,
        # as the emitted profile says
        "spark.sql.constraintPropagation.enabled": "false",
        "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
        "spark.sql.parquet.int96RebaseModeInWrite": "CORRECTED",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        **FORMATS[format],
        **size,
    }
    builder = SparkSession.builder.appName("dbtgen")
    for key, value in settings.items():
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    spark.sql("create schema if not exists default").collect()
    return spark


def forget_settings():
    """A JVM keeps what its first session was started with as defaults for the next ones."""
    from pyspark import SparkContext

    if SparkContext._jvm is None:
        return
    system = SparkContext._jvm.java.lang.System
    for key in list(system.getProperties().stringPropertyNames()):
        if key.startswith("spark.sql."):
            system.clearProperty(key)


def repair_seed_values():
    """dbt-spark's session method writes a seed's null as the text None and leaves quotes and backslashes as they are
    (It's becomes a syntax error); its thrift method does not. Numbers stay floats, as in both."""
    from dbt.adapters.spark import session

    inner = session.SessionConnectionWrapper._fix_binding.__func__

    def fix_binding(cls, value):
        if value is None:
            return "null"
        if isinstance(value, str):
            return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
        return inner(cls, value)

    session.SessionConnectionWrapper._fix_binding = classmethod(fix_binding)


def keep_ansi(ansi):
    """dbt-spark switches ANSI mode off before each statement, whatever the profile says; Spark 4 and Databricks have it on."""
    from dbt.adapters.spark.connections import SparkCredentials

    inner = SparkCredentials.__post_init__

    def post_init(self):
        inner(self)
        self.server_side_parameters["spark.sql.ansi.enabled"] = ansi

    SparkCredentials.__post_init__ = post_init


def name(text):
    return "`" + text.replace("`", "``") + "`"
