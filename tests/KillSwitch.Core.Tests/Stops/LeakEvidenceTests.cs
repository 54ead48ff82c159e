using KillSwitch.Core.Stops;

namespace KillSwitch.Core.Tests.Stops;

public class LeakEvidenceTests
{
    private static readonly DateTimeOffset Works = new(2026, 4, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void One_call_proves_nothing_however_often_it_comes_and_a_second_of_the_same_principal_does()
    {
        var one = LeakEvidence.Of(null, [Call("a", 1), Call("a", 1), Call("a", 9)], Works)!;
        one.ProofBy("role/x").ShouldBeEmpty();
        one.Newest.ShouldBeNull();

        LeakEvidence.Of(one, [Call("b", 2, "role/y")], Works)!.Newest.ShouldBeNull();
        var two = LeakEvidence.Of(one, [Call("b", 2)], Works)!;
        two.ProofBy("role/x").Select(call => call.RequestId).ShouldBe(["a", "b"]);
        two.Newest!.RequestId.ShouldBe("b");
    }

    [Fact]
    public void Of_one_principal_the_first_and_the_newest_are_kept()
    {
        var many = LeakEvidence.Of(null, Enumerable.Range(1, 9).Select(n => Call($"{n}", n)), Works)!;

        many.Calls.Select(call => call.RequestId).ShouldBe(["1", "9"]);
        LeakEvidence.Of(many, [Call("late", 5)], Works).ShouldBe(many);
    }

    [Fact]
    public void What_began_before_the_deny_works_falls() =>
        LeakEvidence.Of(LeakEvidence.Of(null, [Call("a", 1)], Works), [Call("b", 10)], Works.AddMinutes(5))!.Calls.Select(
            call => call.RequestId).ShouldBe(["b"]);

    [Fact]
    public void No_crowd_makes_a_stop_too_large_to_keep() =>
        LeakEvidence.Of(null, Enumerable.Range(1, 100).Select(n => Call($"{n}", n, $"role/{n}")), Works)!.Calls.Count.ShouldBe(8);

    private static ServedCall Call(string id, int minute, string by = "role/x") =>
        new(id, Works.AddMinutes(minute), Works.AddMinutes(minute), by, "arn:aws:iam::111122223333:" + by);
}
