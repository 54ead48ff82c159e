namespace KillSwitch.Engine.Tests.Adversary;

/// <summary>The histories of <see cref="PointTests"/>, by what they are about.</summary>
internal static class Points
{
    private const string Start = "start 2026-04-24T10:00:00Z\n";

    public static readonly IReadOnlyDictionary<string, string> All = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["observed, then enforced"] = Start + """
            policy mode=observe
            rule r1 per=principal usd=3 every=day stop=principal
            calls a/s1 opus count=4
            watch
            apply mode=enforce
            watch
            """,
        ["observed, then enforced, in a trailing window"] = Start + """
            policy mode=observe
            rule r1 per=principal calls=3 every=60m stop=principal
            calls a/s1 opus count=4
            watch
            apply mode=enforce
            watch
            """,
        ["only told, then stopped"] = Start + """
            policy mode=enforce
            rule r1 per=principal usd=3 every=day stop=none
            calls a/s1 opus count=4
            apply r1 stop=principal
            watch
            """,
        ["asked for, then automatic"] = Start + """
            policy mode=enforce
            rule r1 per=principal usd=3 every=day stop=principal approval=manual
            calls a/s1 opus count=4
            apply r1 approval=automatic
            watch
            """,
        ["over the bound on stops, then without a bound"] = Start + """
            policy mode=enforce max=1
            rule r1 per=principal usd=3 every=day stop=principal
            calls a/s1 opus count=4
            calls b/s1 opus count=4
            apply max=none
            watch
            """,
        ["waiting, then only observed"] = Start + """
            policy mode=enforce
            rule r1 per=principal usd=3 every=day stop=principal approval=manual
            calls a/s1 opus count=4
            apply mode=observe
            watch
            approve a
            watch
            """,
        ["died before it was carried out, then only observed"] = Start + """
            policy mode=enforce
            rule r1 per=principal usd=3 every=day stop=principal
            calls a/s1 opus count=4 dies=3+
            apply mode=observe
            watch
            """,
        ["raised, restored and passed again"] = Start + """
            policy mode=enforce
            rule r1 per=principal usd=3 every=day stop=principal
            calls a/s1 opus count=4
            apply r1 usd=10
            watch
            restore a
            calls a/s1 opus count=6
            watch
            """,
        ["observed, raised and passed again"] = Start + """
            policy mode=observe
            rule r1 per=principal usd=3 every=day stop=principal notify=50
            calls a/s1 opus count=4
            apply r1 usd=10
            apply mode=enforce
            watch
            calls a/s1 opus count=6
            watch
            """,
        ["rejected, then raised and passed again"] = Start + """
            policy mode=enforce
            rule r1 per=principal usd=3 every=day stop=principal approval=manual
            calls a/s1 opus count=4
            reject a
            apply r1 usd=10
            watch
            calls a/s1 opus count=6
            watch
            """,
        ["rejected, then lowered"] = Start + """
            policy mode=enforce
            rule r1 per=principal usd=10 every=day stop=principal approval=manual
            calls a/s1 opus count=11
            reject a
            apply r1 usd=3
            watch
            """,
        ["lowered below what was spent"] = Start + """
            policy mode=enforce
            rule r1 per=principal usd=30 every=day stop=principal
            calls a/s1 opus count=4
            apply r1 usd=3
            watch
            """,
        ["exempted while stopped"] = Start + """
            policy mode=enforce
            rule r1 per=principal usd=3 every=day stop=principal
            calls a/s1 opus count=4
            watch
            apply exempt=a
            watch
            """,
        ["exempted while stopped by hand"] = Start + """
            policy mode=enforce
            stop a
            watch
            apply exempt=a
            watch
            """,
        ["exempted, and its deny was off"] = Start + """
            policy mode=enforce
            rule r1 per=principal usd=3 every=day stop=principal
            calls a/s1 opus count=4
            watch
            watch
            watch
            detach a
            apply exempt=a
            watch
            """,
        ["exempted before it was carried out"] = Start + """
            policy mode=enforce
            rule r1 per=principal usd=3 every=day stop=principal
            calls a/s1 opus count=4 dies=3+
            apply exempt=a
            watch
            """,
        ["exempted, then approved"] = Start + """
            policy mode=enforce
            rule r1 per=principal usd=3 every=day stop=principal approval=manual
            calls a/s1 opus count=4
            apply exempt=a
            approve a
            watch
            """,
        ["exempted, and no longer"] = Start + """
            policy mode=enforce
            rule r1 per=principal usd=3 every=day stop=principal
            calls a/s1 opus count=4
            apply exempt=a
            watch
            watch
            watch
            apply exempt=none
            watch
            """,
        ["a new rule has a past"] = Start + """
            policy mode=enforce
            calls a/s1 opus count=4
            apply add r1 per=principal usd=3 every=month stop=principal
            watch
            """,
        ["a new rule of the account has a past"] = Start + """
            policy mode=enforce
            calls a/s1 opus count=2
            calls b/s1 nova count=2
            apply add r1 per=account usd=3 every=week stop=account
            watch
            """,
        ["another window has a past"] = Start + """
            policy mode=enforce
            rule r1 per=principal usd=10 every=hour stop=principal
            calls a/s1 opus count=8
            watch
            pass 3600s
            watch
            calls a/s1 opus count=3
            apply r1 every=day
            watch
            """,
        ["another zone has a past"] = Start + """
            policy mode=enforce
            rule r1 per=principal usd=10 every=day stop=principal
            calls a/s1 opus count=8
            watch
            apply zone=Etc/GMT-5
            watch
            calls a/s1 opus count=3
            watch
            """,
        ["a rule that is gone leaves nothing"] = Start + """
            policy mode=observe
            rule r1 per=principal usd=3 every=month stop=principal
            calls a/s1 opus count=4
            watch
            apply remove r1
            watch
            """,
        ["what was observed ends with its window"] = Start + """
            policy mode=observe
            rule r1 per=principal usd=3 every=hour stop=principal
            calls a/s1 opus count=4
            watch
            pass 3600s
            watch
            """,
        ["a restored ratio"] = Start + """
            policy mode=enforce
            rule r1 per=principal ratio=0.3 every=day stop=principal
            calls a/s1 opus count=2 input=600
            watch
            restore a
            calls a/s1 opus count=2 input=600
            watch
            """,
        ["a restored ratio in a trailing window"] = Start + """
            policy mode=enforce
            rule r1 per=principal ratio=0.3 every=60m stop=principal
            calls a/s1 opus count=2 input=600
            watch
            restore a
            calls a/s1 opus count=2 input=600
            watch
            """,
        ["a restored ratio has its room"] = Start + """
            policy mode=enforce
            rule r1 per=principal ratio=0.3 every=day stop=principal
            calls a/s1 opus count=2 input=600
            watch
            restore a
            calls a/s1 opus count=1 input=600
            watch
            """,
        ["two grants in a trailing window"] = Start + """
            policy mode=enforce
            rule r1 per=principal calls=10 every=60m stop=principal
            calls a/s1 opus count=10
            pass 2400s
            watch
            restore a raise=5
            pass 1500s
            watch
            calls a/s1 opus count=15
            restore a raise=5
            pass 3240s
            watch
            calls a/s1 opus count=15
            watch
            """,
        ["by hand, beside a window's stop"] = Start + """
            policy mode=enforce
            rule r1 per=principal usd=3 every=hour stop=principal ends=window
            calls a/s1 opus count=4
            stop a
            watch
            pass 3600s
            watch
            """,
        ["by hand, restored with a raise"] = Start + """
            policy mode=enforce
            stop a
            restore a raise=5
            watch
            """,
        ["waiting, restored at its limit"] = Start + """
            policy mode=enforce
            rule r1 per=principal usd=3 every=day stop=principal approval=manual
            calls a/s1 opus count=4
            restore a
            calls a/s1 opus count=4
            watch
            """,
        ["waiting, restored with a raise and passed again"] = Start + """
            policy mode=enforce
            rule r1 per=principal usd=3 every=day stop=principal approval=manual
            calls a/s1 opus count=4
            restore a raise=5
            watch
            calls a/s1 opus count=5
            watch
            """,
        ["a short window ends under a long one"] = Start + """
            policy mode=enforce
            rule r1 per=principal usd=3 every=hour stop=principal ends=window
            rule r2 per=principal usd=3 every=day stop=principal
            calls a/s1 opus count=4
            watch
            pass 3600s
            watch
            """,
        ["restored under the stop of the account"] = Start + """
            policy mode=enforce
            rule r1 per=principal usd=3 every=day stop=principal
            calls a/s1 opus count=4
            stop account
            restore a raise=9
            watch
            """,
    };
}
