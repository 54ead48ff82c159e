using CsCheck;
using KillSwitch.Core.Invocations;
using KillSwitch.Engine.InvocationLogs;
using KillSwitch.Engine.Replay;
using KillSwitch.Engine.Replay.Records;

namespace KillSwitch.Engine.Tests.Replay.Records;

public sealed class ReplayRecordsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("killswitch-records-");

    // Few seconds, few requests and few sizes, so that twins are common and lie in other pieces and other seconds.
    private static Gen<Invocation> Record { get; } =
        from number in Gen.Int[0, 30]
        from second in Gen.Int[0, 8]
        from usd in Gen.Int[0, 3]
        from kind in Gen.Int[0, 5]
        select Calls.Call(
            number, second, usd, role: "agent-" + (number % 3), session: number % 2 == 0 ? null : "s" + number, input: kind,
            error: kind == 5 ? "ThrottlingException" : null,
            tags: kind == 4 ? new Dictionary<string, string> { ["team"] = "t" + number } : null);

    [Fact]
    public void However_they_are_cut_and_ordered_the_same_records_come_in_the_same_order() =>
        Gen.Select(Record.Array[0, 60], Gen.Int[1, 70], Gen.Int).Sample((records, most, seed) =>
        {
            using var whole = ReplayRecords.Of(records);
            new Random(seed).Shuffle(records);
            using var pieces = Sorted(records, most);

            Texts(pieces).ShouldBe(Texts(whole));
            Texts(whole).ShouldBe(Expected(records));
            (pieces.Count, pieces.Duplicates, pieces.First, pieces.Last)
                .ShouldBe((whole.Count, whole.Duplicates, whole.First, whole.Last));
            whole.Count.ShouldBe(Expected(records).Count);
            if (whole.Count > 0)
                (whole.First, whole.Last).ShouldBe((whole.Read().First().Timestamp, whole.Read().Last().Timestamp));
        }, iter: 300);

    [Fact]
    public void A_record_comes_back_from_a_file_as_it_was()
    {
        Invocation[] records =
        [
            Calls.Call(1, 0, tags: new Dictionary<string, string> { ["team"] = "a\nb", ["empty"] = "" }) with
            {
                Id = new RecordId("111122223333", "eu-west-1", "No-Guid"),
                Tier = ServiceTier.Priority,
                IsBlocked = true,
                IsLatencyOptimized = true,
                BrokeOff = true,
                ErrorCode = "ModelStreamErrorException",
                InferenceRegion = "eu-central-1",
                Units = [new BilledUnits(UnitKind.Image, 2.5m, IsPremium: true, Side: 1024), new BilledUnits(UnitKind.Search, 1)],
                Tokens = new TokenUsage(1, 2, long.MaxValue / 4, 4, 5),
            },
            Calls.Call(2, 0.5),
            Calls.Call(3, 1) with { Timestamp = new DateTimeOffset(1960, 1, 1, 0, 0, 0, TimeSpan.Zero) },
            new BatchInvocation
            {
                Id = new RecordId("111122223333", "us-east-1", Guid.NewGuid()),
                Timestamp = Calls.Start,
                Caller = Caller.None,
                Model = ModelId.Parse("amazon.nova-lite-v1:0"),
                Records = 7,
            },
        ];
        using var pieces = Sorted(records, most: 1);

        var back = pieces.Read().ToDictionary(record => record.Id);
        foreach (var record in records)
        {
            var read = back[record.Id];
            read.GetType().ShouldBe(record.GetType());
            (read with { Tags = null, Units = [] }).ShouldBe(record with { Tags = null, Units = [] });
            read.Tags.ShouldBe(record.Tags);
            read.Units.ShouldBe(record.Units);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(9)]
    public void Tags_come_back_whether_they_recur_or_not(int recurring)
    {
        var codec = new RecordCodec(recurring);
        var common = new Dictionary<string, string> { ["team"] = "a\nb", ["empty"] = "" };
        Invocation[] records =
        [
            Calls.Call(1, 0, tags: common), Calls.Call(2, 0, tags: new Dictionary<string, string> { ["id"] = "é2" }),
            Calls.Call(3, 0, tags: common), Calls.Call(4, 0), Calls.Call(5, 0, tags: new Dictionary<string, string>()),
        ];

        foreach (var record in records)
        {
            var bytes = new ByteWriter();
            codec.Write(record, bytes);
            var back = codec.Read(bytes.Written);
            (back.Tags is null).ShouldBe(record.Tags is null);
            back.Tags?.ShouldBe(record.Tags);
            back.Tokens.ShouldBe(record.Tokens);
        }
    }

    [Fact]
    public void Files_are_there_only_while_they_are_needed_and_for_nobody_else()
    {
        var pieces = Sorted([.. Calls.Steady(25, 1)], most: 10);
        var files = _folder.GetFiles();
        files.Length.ShouldBe(2);
        if (!OperatingSystem.IsWindows())
            files.ShouldAllBe(file => file.UnixFileMode == (UnixFileMode.UserRead | UnixFileMode.UserWrite));

        pieces.Read().First().Timestamp.ShouldBe(Calls.Start);
        pieces.Dispose();
        _folder.GetFiles().ShouldBeEmpty();

        using (var unfinished = new RecordSorter(most: 10, _folder.FullName))
        {
            foreach (var record in Calls.Steady(25, 1))
                unfinished.Add(record);
        }

        _folder.GetFiles().ShouldBeEmpty();
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_said()
    {
        using var sorter = new RecordSorter(most: 10, Path.Combine(_folder.FullName, "gone"));

        Should.Throw<LogPathException>(() =>
        {
            foreach (var record in Calls.Steady(25, 1))
                sorter.Add(record);
            sorter.Finish();
        }).Message.ShouldContain("TMPDIR names another folder");
    }

    [Fact]
    public async Task What_was_sorted_in_files_replays_the_same()
    {
        Invocation[] records =
        [
            .. Calls.Steady(500, 7), .. Calls.Steady(500, 7), .. Calls.Steady(300, 11, role: "other", firstNumber: 1_000),
        ];
        var policy = Calls.Policy(Calls.Cap(100));
        using var pieces = Sorted(records, most: 64);
        var whole = await Run(records);

        var result = await Engine.Replay.Replay.RunAsync(policy, Calls.Prices, pieces, ReplayOptions.Default, null, default);

        whole.Stops.Count.ShouldBe(2);
        result.Duplicates.ShouldBe(500);
        Json(result).ShouldBe(Json(whole));

        async Task<ReplayResult> Run(IEnumerable<Invocation> all) =>
            await Engine.Replay.Replay.RunAsync(policy, Calls.Prices, all, ReplayOptions.Default, null, default);

        static string Json(ReplayResult result) => System.Text.Json.JsonSerializer.Serialize(
            new { result.Stops, result.Timeline, result.WithGuard, result.WithoutGuard, result.ByPrincipal, result.Invocations });
    }

    [Fact]
    public void What_goes_wrong_while_it_is_read_ahead_reaches_whoever_reads_and_nobody_waits_for_the_rest()
    {
        var ended = 0;

        Should.Throw<IOException>(() => ReadAhead.Of(Broken()).Count());
        ReadAhead.Of(Endless()).Take(3).ShouldBe([0, 1, 2]);
        ended.ShouldBe(1);

        static IEnumerable<int> Broken()
        {
            for (var i = 0; i < 5_000; i++)
                yield return i;
            throw new IOException("the disk is gone");
        }

        IEnumerable<int> Endless()
        {
            try
            {
                for (var i = 0; ; i++)
                    yield return i;
            }
            finally
            {
                ended++;
            }
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private ReplayRecords Sorted(IEnumerable<Invocation> records, int most)
    {
        using var sorter = new RecordSorter(most, _folder.FullName);
        foreach (var record in records)
            sorter.Add(record);
        return sorter.Finish();
    }

    // By the definition: of the records of a request, in order, the first that no other outweighs.
    private static List<string> Expected(IEnumerable<Invocation> records) =>
    [
        .. records.Order(RecordOrder.Instance).GroupBy(record => record.Id)
            .Select(twins => twins.Aggregate((heaviest, next) => Twins.Outweighs(next, heaviest) ? next : heaviest))
            .Order(RecordOrder.Instance).Select(Text),
    ];

    private static List<string> Texts(ReplayRecords records) => [.. records.Read().Select(Text)];

    private static string Text(Invocation record) =>
        $"{record.Timestamp:O} {record.Id.RequestId} {record.Tokens} {record.ErrorCode} {record.Caller} "
        + string.Join(',', record.Tags ?? new Dictionary<string, string>());
}
