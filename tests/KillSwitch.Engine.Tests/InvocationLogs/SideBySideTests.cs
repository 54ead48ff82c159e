using KillSwitch.Core.Invocations;
using KillSwitch.Engine.InvocationLogs;

namespace KillSwitch.Engine.Tests.InvocationLogs;

public class SideBySideTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    // Each larger than what is read ahead of one, so that readers have to wait.
    private static readonly LogFile[] Files = [.. Enumerable.Range(0, 40).Select(i => new LogFile($"{i}", IsNamed: false))];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void All_comes_in_the_order_of_the_files(int atOnce)
    {
        var (read, expected) = (new List<string>(), new List<string>());
        foreach (var file in Files)
            Write(file, record => expected.Add(record.Id.RequestId), problem => expected.Add(problem.Reason));

        SideBySide.Read(
            Files, atOnce, (file, _, onRecord, onProblem) => Write(file, onRecord, onProblem), record => read.Add(record.Id.RequestId),
            problem => read.Add(problem.Reason));

        read.ShouldBe(expected);
    }

    [Fact]
    public void No_more_is_read_ahead_than_a_few_pieces_of_a_few_files()
    {
        var (handed, written) = (0, 0);

        SideBySide.Read(Files, 3, (file, _, onRecord, onProblem) => Write(file, record =>
        {
            (Interlocked.Increment(ref written) - Volatile.Read(ref handed)).ShouldBeLessThan(6 * 10 * 512);
            onRecord(record);
        }, onProblem), _ => Interlocked.Increment(ref handed), _ => { });

        handed.ShouldBe(written);
    }

    [Fact]
    public void What_goes_wrong_in_a_file_is_thrown_after_what_came_before_it()
    {
        var read = 0;

        Should.Throw<LogPathException>(() => SideBySide.Read(Files, 3, (file, _, onRecord, onProblem) =>
        {
            Write(file, onRecord, onProblem);
            if (file.Path == "2")
                throw new LogPathException("cannot read `2`");
        }, _ => read++, _ => { })).Message.ShouldBe("cannot read `2`");

        var (until, ignored) = (0, 0);
        foreach (var file in Files[..3])
            Write(file, _ => until++, _ => ignored++);
        read.ShouldBe(until);
    }

    [Fact]
    public async Task Nobody_reads_on_when_whoever_takes_the_records_has_enough()
    {
        var ended = Task.Run(() => SideBySide.Read(
            Files, 3, (file, _, onRecord, onProblem) => Write(file, onRecord, onProblem), _ => throw new OperationCanceledException(),
            _ => { }));

        await Should.ThrowAsync<OperationCanceledException>(() => ended.WaitAsync(Soon));
    }

    private static void Write(LogFile file, Action<Invocation> onRecord, Action<LogProblem> onProblem)
    {
        var number = int.Parse(file.Path, System.Globalization.CultureInfo.InvariantCulture);
        for (var i = 0; i < (number % 3 == 0 ? 10_000 : number); i++)
        {
            onRecord(Replay.Calls.Call((number * 100_000) + i, 0));
            if (i % 700 == 3)
                onProblem(new LogProblem(file.Path, i, $"{file.Path}:{i}"));
        }
    }
}
