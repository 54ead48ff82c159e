using KillSwitch.Core.Denies;

namespace KillSwitch.Core.Tests.Denies;

public class TagSlotsTests
{
    private static readonly TagSlots Slots = new("stopped-", 5);

    [Fact]
    public void Every_value_finds_a_slot_of_its_own_until_all_are_taken()
    {
        var tags = new Dictionary<string, string> { ["team"] = "shop" };
        for (var i = 0; i < Slots.Count; i++)
            tags.Add(Slots.Free(tags, $"value-{i}").ShouldNotBeNull(), $"value-{i}");

        Slots.Free(tags, "one more").ShouldBeNull();
        tags.Remove("stopped-3");
        Slots.Free(tags, "one more").ShouldBe("stopped-3");
    }

    [Fact]
    public void A_value_begins_at_the_same_place_whoever_looks()
    {
        Slots.Free(new Dictionary<string, string>(), "nightly").ShouldBe(Slots.Free(new Dictionary<string, string>
        {
            ["team"] = "shop",
        }, "nightly"));
        Enumerable.Range(0, 50).Select(i => Slots.Free(new Dictionary<string, string>(), $"value-{i}")).Distinct().Count()
            .ShouldBe(Slots.Count);
    }

    [Theory]
    [InlineData("stopped-1", true)]
    [InlineData("Stopped-5", true)]
    [InlineData("stopped-6", false)]
    [InlineData("stopped-0", false)]
    [InlineData("stopped-", false)]
    [InlineData("stopped-model-1", false)]
    [InlineData("team", false)]
    public void A_key_is_one_of_them_or_not(string key, bool expected) => Slots.Has(key).ShouldBe(expected);

    [Fact]
    public void No_two_families_share_a_key()
    {
        TagSlots[] all = [StopTags.Default.Sessions, .. StopTags.Default.OfModels];

        all.SelectMany(slots => slots.Keys).ShouldBeUnique();
        foreach (var slots in all)
            slots.Keys.ShouldAllBe(key => all.Count(other => other.Has(key)) == 1 && StopTag.IsKey(key));
    }
}
