using KillSwitch.Cli.Tests.Watching;
using KillSwitch.Cli.Verbs;
using KillSwitch.Core.PriceLists;
using KillSwitch.Core.Prices;

namespace KillSwitch.Cli.Tests.Verbs;

public class PricesDiffTextTests
{
    private const string Model = "amazon.nova-micro-v1:0";

    private static readonly PriceEntry Entry = new()
    {
        Model = Model,
        Region = "us-east-1",
        Input = 5,
        Output = 6,
        CacheRead = 7,
        Source = "a list",
    };

    private static readonly RegionPrices Taken = new("us-east-1", [Entry]) { Version = "20260302", ReadAt = SampleGuard.Now };

    private static readonly RegionPrices Waiting = Taken with
    {
        Held = [new PriceChange(ListedGroup.Of(Entry), [Entry], [Entry with { Input = 50 }])],
    };

    [Fact]
    public void Figures_have_a_unit_and_kinds_the_words_of_the_other_screens()
    {
        var text = Text(Taken, null);

        text.ShouldContain("us-east-1: AWS's list 20260302, read 2026-03-02 10:30 UTC; $ per million tokens");
        text.ShouldMatch(Model + " +cache read +7.00");
        text.ShouldNotContain("cacheRead");
        text.ShouldNotContain("accept");
    }

    [Fact]
    public void What_waits_names_the_command_that_takes_it_up()
    {
        Text(Waiting, null).ShouldContain("What waits is in force after `killswitch prices accept MODEL`.");
        Text(Waiting, "amazon.nova-pro-v1:0").ShouldNotContain("accept");
    }

    [Fact]
    public void A_model_of_which_the_list_says_nothing_is_said_to_be_one() => Text(Taken, "amazon.nonsense")
        .ShouldContain("It has no price of `amazon.nonsense`: what the program has is in force, and `killswitch prices MODEL` shows it.");

    private static string Text(RegionPrices prices, string? model)
    {
        using var writer = new StringWriter();
        PricesDiffVerb.WriteText(Run.Console(writer, 160), [prices], model, SampleGuard.Now);
        return writer.ToString();
    }
}
