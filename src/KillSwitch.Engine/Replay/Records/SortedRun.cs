using System.Text;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Engine.Replay.Records;

/// <summary>Records in order: in memory, or in a file that is gone with the process.</summary>
internal abstract class SortedRun : IDisposable
{
    public abstract IEnumerable<Invocation> Read();

    public abstract void Dispose();

    internal sealed class InMemory(Invocation[] sorted) : SortedRun
    {
        public override IEnumerable<Invocation> Read() => sorted;

        public override void Dispose()
        {
        }
    }

    internal sealed class OnDisk : SortedRun
    {
        private const int Buffer = 64 * 1024;

        private readonly RecordCodec _codec;
        private readonly FileStream _file;
        private readonly int _count;

        /// <param name="sorted">Written, and not kept.</param>
        /// <param name="codec">Of all runs.</param>
        /// <param name="folder">Where the file is made.</param>
        /// <exception cref="IOException">It cannot be written.</exception>
        public OnDisk(ReadOnlySpan<Invocation> sorted, RecordCodec codec, string folder)
        {
            _codec = codec;
            _count = sorted.Length;
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite | FileShare.Delete,
                Options = FileOptions.DeleteOnClose,
                BufferSize = Buffer,
            };
            // Names of callers are nobody else's to read.
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            _file = new FileStream(Path.Combine(folder, $"killswitch-{Guid.NewGuid():N}.records"), options);
            try
            {
                using var writer = new BinaryWriter(_file, Encoding.UTF8, leaveOpen: true);
                foreach (var record in sorted)
                    codec.Write(record, writer);
            }
            catch
            {
                _file.Dispose();
                throw;
            }
        }

        public override IEnumerable<Invocation> Read()
        {
            var options = new FileStreamOptions
            {
                Share = FileShare.ReadWrite | FileShare.Delete,
                Options = FileOptions.SequentialScan,
                BufferSize = Buffer,
            };
            using var file = new FileStream(_file.Name, options);
            using var reader = new BinaryReader(file);
            for (var i = 0; i < _count; i++)
                yield return _codec.Read(reader);
        }

        public override void Dispose() => _file.Dispose();
    }
}
