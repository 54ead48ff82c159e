using System.Text.Json;
using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Session;
using KillSwitch.Core.Drills;
using KillSwitch.Engine.Drills;

namespace KillSwitch.Cli.Drills;

/// <summary>What a drill is going to do, before anything is done.</summary>
internal static class DrillPlanText
{
    public static IEnumerable<Line> Lines(DrillPlan plan, IReadOnlyList<string> left, int width)
    {
        yield return Line.Of(new Piece("A fire drill", Ink.Strong), new Piece($" in {plan.Region}, account {plan.Account}:"));
        string[] acts =
        [
            .. left.Count == 0 ? [] : new[] { $"removes what an earlier drill left: {string.Join(", ", left)}" },
            $"makes two roles, {plan.Runaway} and {plan.Innocent}, on the path {DrillNames.Path(plan.Stack)}: you alone may assume them, "
                + "and for an hour they may call these models and nothing else",
            $"calls the first of these that your account may call: {string.Join(", ", plan.Models.Select(model => model.Id.Id))}"
                + (plan.OpenAiModels.Count == 0 ? "" : $"; and in OpenAI's form {plan.OpenAiModels[0].Id.Id}"),
            plan.Unstoppable is { } why
                ? $"tries no rule: {why}"
                : "puts a rule beside the policy in force that can stop the first role and nobody else; who subscribes to the guard's "
                    + "messages hears of that stop and its end",
            "denies a session, a model and models by name to that role alone, sees what is refused, and allows it again",
            "removes all of it, whatever happened",
        ];
        foreach (var act in acts)
        {
            foreach (var line in Line.Wrap(act, width, first: "  - "))
                yield return line;
        }

        yield return Line.Of(
            $"It takes some minutes, and costs at most {plan.AtMost(GuardSession.Now)} at list price; the budget is {plan.Budget}.");
    }

    public static void Write(Utf8JsonWriter json, DrillPlan plan, IReadOnlyList<string> left)
    {
        json.WriteStartObject("plan");
        json.WriteString("region", plan.Region);
        Texts("roles", [plan.Runaway, plan.Innocent]);
        json.WriteString("path", DrillNames.Path(plan.Stack));
        Texts("models", plan.Callable.Select(model => model.Id.Id));
        Texts("leftovers", left);
        json.WriteNumber("atMostUsd", plan.AtMost(GuardSession.Now).Amount);
        json.WriteNumber("budgetUsd", plan.Budget.Amount);
        json.WriteEndObject();

        void Texts(string name, IEnumerable<string> texts)
        {
            json.WriteStartArray(name);
            foreach (var text in texts)
                json.WriteStringValue(text);
            json.WriteEndArray();
        }
    }
}
