using System.Buffers;
using System.Buffers.Binary;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Engine.Replay.Records;

/// <summary>
/// Records second by second, those of one second in no order: in memory, or in a file that is gone with the process.
/// </summary>
internal abstract class SortedRun : IDisposable
{
    public abstract IEnumerable<Invocation> Read();

    public abstract void Dispose();

    internal sealed class InMemory(RecordPiece piece) : SortedRun
    {
        private readonly int[] _places = piece.Sorted();

        public override IEnumerable<Invocation> Read() => _places.Select(piece.Read);

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

        /// <param name="piece">Written, and not kept.</param>
        /// <param name="codec">Of all runs.</param>
        /// <param name="folder">Where the file is made.</param>
        /// <exception cref="IOException">It cannot be written.</exception>
        public OnDisk(RecordPiece piece, RecordCodec codec, string folder)
        {
            _codec = codec;
            _count = piece.Count;
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
                Span<byte> length = stackalloc byte[sizeof(int)];
                foreach (var place in piece.Sorted())
                {
                    var record = piece[place];
                    BinaryPrimitives.WriteInt32LittleEndian(length, record.Length);
                    _file.Write(length);
                    _file.Write(record);
                }

                _file.Flush();
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
                BufferSize = 0,
            };
            using var file = new FileStream(_file.Name, options);
            var bytes = ArrayPool<byte>.Shared.Rent(Buffer);
            try
            {
                var (start, end) = (0, 0);
                for (var i = 0; i < _count; i++)
                {
                    Need(sizeof(int));
                    var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(start));
                    start += sizeof(int);
                    Need(length);
                    start += length;
                    yield return _codec.Read(bytes.AsSpan(start - length, length));
                }

                void Need(int more)
                {
                    if (end - start >= more)
                        return;
                    var target = bytes.Length >= more ? bytes : ArrayPool<byte>.Shared.Rent(more);
                    bytes.AsSpan(start, end - start).CopyTo(target);
                    if (target != bytes)
                        ArrayPool<byte>.Shared.Return(bytes);
                    (bytes, start, end) = (target, 0, end - start);
                    end += file.ReadAtLeast(bytes.AsSpan(end), more - end);
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(bytes);
            }
        }

        public override void Dispose() => _file.Dispose();
    }
}
