using System.Text;
using KillSwitch.Core.Invocations;
using KillSwitch.Engine.InvocationLogs;

namespace KillSwitch.Engine.Tests.InvocationLogs;

public sealed class LogFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("killswitch-logs").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_folder_is_read_in_ordinal_order()
    {
        Write("b/2.jsonl", Logs.SampleLines[1]);
        Write("b/10.json", Logs.SampleLines[4]);
        Write("a.log", Logs.SampleLines[0]);
        Write("c", Logs.SampleLines[7]);
        Write("d.txt", "2026-09-08T12:10:33.000Z " + Logs.SampleLines[15]);
        Write("e.txt", "\u001b[32m2026-09-08T12:10:33\u001b[0m " + Logs.SampleLines[0]);
        Write("f.txt", "EVENTS\t1\t" + Logs.SampleLines[1] + "\t2\n");
        Write("g.csv", "sep=;\n@timestamp;@message\nx;\"" + Logs.SampleLines[4].Replace("\"", "\"\"", StringComparison.Ordinal) + "\"\n");
        Write("h.txt", "Permissions are correctly set for Amazon Bedrock logs.\n" + Logs.SampleLines[7]);
        File.WriteAllBytes(Path.Join(_folder, "000000.gz"), Logs.Gzip(Logs.SampleLines[3]));

        Logs.ReadPaths(_folder).Inputs.ShouldBe([3, 1200, 181204, 3, 5, 98765, 1200, 3, 181204, 5]);
    }

    [Fact]
    public void Delivery_to_S3_is_read_without_its_bodies()
    {
        const string Hour = "AWSLogs/111122223333/BedrockModelInvocationLogs/us-east-1/2026/09/08/12";
        Write($"{Hour}/20260908T121033000Z_0123456789abcdef.json.gz", string.Join('\n', Logs.SampleLines));
        Write($"{Hour}/data/7f1c_input.json.gz", "{\"messages\":[]}");
        Write($"{Hour}/data/7f1c_output.json.gz", "{\"output\":{}}");
        Write("AWSLogs/111122223333/BedrockModelInvocationLogs/amazon-bedrock-logs-permission-check", "{}");

        var logs = new Logs([], []);
        var summary = LogFiles.Read([_folder], null, logs.Invocations.Add, logs.Problems.Add, null, CancellationToken.None);

        logs.Problems.ShouldBeEmpty();
        logs.Inputs.ShouldBe(Logs.SampleInputs);
        summary.ShouldBe(new LogFilesSummary(Files: 1, PassedOver: 3));
    }

    [Fact]
    public void What_is_no_log_is_passed_over_in_a_folder()
    {
        Write("log.jsonl", Logs.SampleLines[0]);
        Write("README.md", "{");
        Write("killswitch.yaml", "version: 1");
        Write("notes.txt", "remember");
        Write("LICENSE", "Apache");
        Write("image.png", "x");
        Write(".git/log.jsonl", Logs.SampleLines[0]);
        Write(".hidden.jsonl", Logs.SampleLines[0]);

        var logs = Logs.ReadPaths(_folder);

        logs.Problems.ShouldBeEmpty();
        logs.Inputs.ShouldBe([1200]);
    }

    [Fact]
    public void A_file_named_by_itself_is_always_read()
    {
        Write("data/7f1c_input.json.gz", Logs.SampleLines[0]);
        Write("notes.md", "remember");

        var logs = Logs.ReadPaths(Path.Join(_folder, "data/7f1c_input.json.gz"), Path.Join(_folder, "notes.md"));

        logs.Inputs.ShouldBe([1200]);
        logs.Problems.ShouldBe([new LogProblem(Path.Join(_folder, "notes.md"), 1, "not a JSON object")]);
    }

    [Fact]
    public void Standard_input_is_read_and_left_open()
    {
        using var standardInput = new MemoryStream(Logs.Gzip(string.Join('\n', Logs.SampleLines)));
        var logs = new Logs([], []);

        LogFiles.Read(["-"], standardInput, logs.Invocations.Add, logs.Problems.Add, null, CancellationToken.None);

        logs.Inputs.ShouldBe(Logs.SampleInputs);
        standardInput.CanRead.ShouldBeTrue();
    }

    [Fact]
    public void Problems_name_their_file_and_line()
    {
        Write("a.jsonl", "x\n" + Logs.SampleLines[0]);
        Write("b.jsonl", Logs.SampleLines[0] + "\n\ny");

        var problems = Logs.ReadPaths(_folder).Problems;

        problems.Select(problem => problem.ToString()).ShouldBe(
            [$"{Path.Join(_folder, "a.jsonl")}:1: not a JSON object", $"{Path.Join(_folder, "b.jsonl")}:3: not a JSON object"]);
    }

    [Fact]
    public void A_missing_path_is_one_sentence_before_anything_is_read()
    {
        Write("a.jsonl", Logs.SampleLines[0]);
        var read = new List<Invocation>();

        Should.Throw<LogPathException>(() => LogFiles.Read([_folder, "no/such"], null, read.Add, _ => { }, null, CancellationToken.None))
            .Message.ShouldBe("no such file or folder: `no/such`");
        read.ShouldBeEmpty();
    }

    [Fact]
    public void A_folder_without_a_log_is_one_sentence()
    {
        Write("README.md", "x");

        Should.Throw<LogPathException>(() => Logs.ReadPaths(_folder)).Message.ShouldBe($"no log file in the folder `{_folder}`");
    }

    [Fact]
    public void Standard_input_that_is_not_there_is_one_sentence() =>
        Should.Throw<LogPathException>(() => Logs.ReadPaths("-")).Message.ShouldBe("`-` needs standard input, and there is none");

    [Fact]
    public void An_empty_file_is_no_problem()
    {
        Write("a.jsonl", "");

        Logs.ReadPaths(_folder).Problems.ShouldBeEmpty();
    }

    [Fact]
    public void Progress_ends_at_the_total()
    {
        for (var file = 0; file < 5; file++)
            Write($"{file}.jsonl", string.Join('\n', Logs.SampleLines));
        Write("x.json.gz", "");
        File.WriteAllBytes(Path.Join(_folder, "x.json.gz"), Logs.Gzip(string.Join('\n', Logs.SampleLines)));
        var reports = new Reports();

        LogFiles.Read([_folder], null, _ => { }, _ => { }, reports, CancellationToken.None);

        reports.ShouldBe(reports.Order());
        reports[^1].ShouldBe(LogFiles.TotalBytes([_folder]));
    }

    [Fact]
    public void Cancelling_stops_between_records()
    {
        Write("a.jsonl", string.Join('\n', Logs.SampleLines));
        using var cancel = new CancellationTokenSource();
        var read = 0;

        Should.Throw<OperationCanceledException>(() => LogFiles.Read([_folder], null, Take, _ => { }, null, cancel.Token));
        read.ShouldBe(3);

        void Take(Invocation invocation)
        {
            if (++read == 3)
                cancel.Cancel();
        }
    }

    private void Write(string name, string text)
    {
        var path = Path.Join(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text, new UTF8Encoding(false));
    }

    private sealed class Reports : List<long>, IProgress<long>
    {
        public void Report(long value) => Add(value);
    }
}
