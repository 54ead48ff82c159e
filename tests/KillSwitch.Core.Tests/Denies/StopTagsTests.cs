using KillSwitch.Core.Denies;
using KillSwitch.Core.Stops;

namespace KillSwitch.Core.Tests.Denies;

public class StopTagsTests
{
    private static readonly StopTags Other = StopTags.Of("Research");

    [Fact]
    public void Two_guards_of_an_account_have_no_key_in_common_and_read_their_own_alone()
    {
        List<string> ours = [.. Keys(StopTags.Default)];
        List<string> others = [.. Keys(Other)];

        ours.Intersect(others, StringComparer.OrdinalIgnoreCase).ShouldBeEmpty();
        ours.ShouldAllBe(key => StopTags.Default.IsOwn(key) && !Other.IsOwn(key) && StopTag.IsKey(key));
        others.ShouldAllBe(key => Other.IsOwn(key) && !StopTags.Default.IsOwn(key) && StopTag.IsKey(key));
        var guard = new GuardResources("Research", null);
        foreach (var document in (string[])[SessionDeny.Document(guard), ModelDeny.Document(guard.Tags), TakenDeny.Document(guard.Tags)])
        {
            ours.ShouldAllBe(key => !document.Contains($"/{key},", StringComparison.Ordinal));
            document.ShouldContain($"/{Other.KeyPrefix}");
        }
    }

    [Fact]
    public void A_guard_of_the_default_name_has_the_keys_that_it_always_had() =>
        ((string[])[.. Keys(StopTags.Of("KillSwitch"))]).ShouldBe(
        [
            .. Enumerable.Range(1, 30).Select(slot => $"killswitch-stopped-{slot}"),
            .. Enumerable.Range(1, 10).Select(slot => $"killswitch-stopped-model-{slot}"),
            .. Enumerable.Range(1, 10).Select(slot => $"killswitch-stopped-mantle-{slot}"),
            .. Enumerable.Range(1, 3).Select(slot => $"killswitch-stopped-own-{slot}"),
        ]);

    [Theory]
    [InlineData("Research")]
    [InlineData("twenty-four-letters-long")]
    public void One_managed_policy_holds_each_deny_that_reads_them(string stack)
    {
        var guard = new GuardResources(stack, "/a/log/group/whose/name/is/longer/than/sixty/four/letters/and/is/cut/off");

        SessionDeny.Document(guard).Length.ShouldBeLessThanOrEqualTo(DenyDocument.MaximumLength);
        ModelDeny.Document(guard.Tags).Length.ShouldBeLessThanOrEqualTo(DenyDocument.MaximumLength);
        TakenDeny.Document(guard.Tags).Length.ShouldBeLessThanOrEqualTo(DenyDocument.MaximumLength);
    }

    [Fact]
    public void What_names_a_stop_is_under_the_guards_own_keys()
    {
        SessionDeny.MarkOf(new StopTarget.Session("1", "role/r", "arn", "nightly"), Other)!.Slots.ShouldBe(Other.Sessions);
        ModelMarks.Of(new StopTarget.Model("1", "amazon.nova-pro-v1:0"), Other)!.ShouldAllBe(mark => Other.OfModels.Contains(mark.Slots));
        ModelMarks.Of(new StopTarget.Model("1", "abc123"), Other)!.ShouldAllBe(mark => mark.Slots == Other.OwnModels);
    }

    private static IEnumerable<string> Keys(StopTags tags) => tags.OfModels.Prepend(tags.Sessions).SelectMany(slots => slots.Keys);
}
