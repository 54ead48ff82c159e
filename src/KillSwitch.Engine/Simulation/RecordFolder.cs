using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Engine.Simulation;

/// <summary>
/// Saves calls in the layout of Bedrock's delivery to S3: a gzipped file of JSON lines for each account, region and hour.
/// </summary>
public static class RecordFolder
{
    private static readonly byte[] NewLine = [(byte)'\n'];

    /// <param name="records">In order of time.</param>
    /// <param name="folder">Made when missing; a file of the same name is replaced.</param>
    /// <returns>How many files were written.</returns>
    public static int Write(IEnumerable<Invocation> records, string folder)
    {
        var open = new Dictionary<string, HourFile>(StringComparer.Ordinal);
        var (files, hour) = (0, long.MinValue);
        try
        {
            foreach (var record in records)
            {
                var its = record.Timestamp.ToUnixTimeSeconds() / 3600;
                if (its != hour)
                    Close(open);
                hour = its;
                var path = Path.Combine(folder, PathOf(record));
                if (!open.TryGetValue(path, out var file))
                {
                    open.Add(path, file = new HourFile(path));
                    files++;
                }

                file.Add(record);
            }
        }
        finally
        {
            Close(open);
        }

        return files;
    }

    private static string PathOf(Invocation record) => Path.Combine(
        "AWSLogs", record.Account, "BedrockModelInvocationLogs", record.Region,
        record.Timestamp.UtcDateTime.ToString("yyyy/MM/dd/HH", CultureInfo.InvariantCulture),
        record.Timestamp.UtcDateTime.ToString("yyyyMMdd'T'HH'0000000Z'", CultureInfo.InvariantCulture) + "_simulated.json.gz");

    private static void Close(Dictionary<string, HourFile> open)
    {
        foreach (var file in open.Values)
            file.Dispose();
        open.Clear();
    }

    private sealed class HourFile : IDisposable
    {
        private readonly GZipStream _gzip;
        private readonly Utf8JsonWriter _json;

        public HourFile(string path)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            _gzip = new GZipStream(File.Create(path), CompressionLevel.Optimal);
            _json = new Utf8JsonWriter(_gzip);
        }

        public void Add(Invocation record)
        {
            RecordWriter.Write(record, _json);
            _json.Flush();
            _json.Reset();
            _gzip.Write(NewLine);
        }

        public void Dispose()
        {
            _json.Dispose();
            _gzip.Dispose();
        }
    }
}
