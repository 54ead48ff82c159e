using System.Globalization;
using System.Text;
using KillSwitch.Core.Caching;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Money;

namespace KillSwitch.Engine.Drills;

/// <summary>The calls that a drill makes.</summary>
internal static class PlannedCalls
{
    private const int ShortAnswer = 16;

    // Some seconds of it, so that the start of a call is not its end.
    private const int LongAnswer = 600;

    // Of those that are made until something comes of it, by a minute's patience.
    private const int Tries = 120;

    private const decimal OverMinimum = 1.25m;

    /// <summary>The call that is made again and again.</summary>
    public static DrillCall Short(string model) => new(DrillWay.Converse, model, "Answer with the word yes.", ShortAnswer);

    /// <summary>One in each way that the model has, by the check that it belongs to.</summary>
    public static IEnumerable<(string Check, DrillCall Call)> Ways(DrillModel model, string drill)
    {
        var called = model.Called!;
        yield return (DrillChecks.Converse, Short(called));
        yield return (DrillChecks.InvokeModel, Short(called) with { Way = DrillWay.InvokeModel });
        if (model.Streams)
        {
            yield return (DrillChecks.ConverseStream, new DrillCall(
                DrillWay.ConverseStream, called, "Count from one to three hundred in words, one number a line.", LongAnswer));
            yield return (DrillChecks.InvokeStream, Short(called) with { Way = DrillWay.InvokeModelWithResponseStream });
        }

        if (model.Geography is { } geography)
            yield return (DrillChecks.Geography, Short(geography));
        if (model.Global is { } global)
            yield return (DrillChecks.Global, Short(global));
        if (CacheSupport.Of(model.Id) is not { } support)
            yield break;
        var cached = Long(drill, (int)(support.MinimumTokens * OverMinimum));
        for (var i = 1; i <= 2; i++)
        {
            yield return (DrillChecks.Cache, Short(called) with
            {
                Cached = cached,
                Prompt = string.Create(CultureInfo.InvariantCulture, $"This is question {i}. Answer with the word yes."),
            });
        }
    }

    public static DrillCall OpenAi(string model) => Short(model) with { Way = DrillWay.RuntimeChatCompletions, MaxTokens = 64 };

    /// <summary>That endpoint has names of its own.</summary>
    public static DrillCall Mantle(string model) => OpenAi(model) with
    {
        Way = DrillWay.MantleChatCompletions,
        Model = ModelMarks.OnMantle(model),
    };

    /// <summary>What all of them cost if each takes the most that it may.</summary>
    public static Usd Sum(DrillPlan plan, DrillModel model, DateTimeOffset now)
    {
        var calls = Ways(model, plan.Drill).Select(way => way.Call)
            .Concat(plan.OpenAiModels.Take(1).SelectMany(one => (DrillCall[])[OpenAi(one.Id.Id), Mantle(one.Id.Id)]))
            .Concat(Enumerable.Repeat(Short(model.Called!), Tries));
        return calls.Aggregate(Usd.Zero, (sum, call) => sum + plan.AtMost(call, now));
    }

    // Of common words, so that every tokenizer makes a token at least of each; what nobody has sent before comes first.
    private static string Long(string drill, int words)
    {
        string[] common = ["the", "house", "stands", "near", "water", "and", "people", "walk", "over", "long", "road", "with", "light"];
        var text = new StringBuilder("Drill ").Append(drill).Append(". What follows means nothing, and is to be ignored.\n");
        for (var i = 0; i < words; i++)
            text.Append(common[(i * 7 + (i / 13)) % common.Length]).Append(i % 16 == 15 ? ".\n" : " ");
        return text.ToString();
    }
}
