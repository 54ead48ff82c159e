namespace KillSwitch.Engine.Tests.Adversary;

/// <summary>
/// Small histories, one for each way in which a stop was missed, or an innocent stopped, while people did something around it.
/// </summary>
public class PointTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => [.. Points.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_holds(string point)
    {
        var history = History.Parse(Points.All[point]);
        var verdict = await Trial.RunAsync(history);
        if (verdict is not null)
            await Trial.RunAsync(history, output.WriteLine);

        verdict?.ToString().ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_read_as_it_is_printed(string point)
    {
        var text = History.Parse(Points.All[point]).ToString();

        History.Parse(text).ToString().ShouldBe(text);
    }
}
