using System.Xml;
using System.Xml.Linq;
using KillSwitch.Core.Drills;
using KillSwitch.Engine.Report;

namespace KillSwitch.Engine.Tests.Report;

public class DrillReportTests
{
    [Fact]
    public void What_stands_between_backticks_is_code()
    {
        var page = Page(new DrillCheck("record-stream", "every record is in `a<b>`, or in `c`", DrillVerdict.Seen, "one ` alone"));

        var cells = page.Descendants("tr").ElementAt(1).Elements("td").ToList();
        cells[1].Elements("code").Select(code => code.Value).ShouldBe(["a<b>", "c"]);
        cells[1].Value.ShouldBe("every record is in a<b>, or in c");
        cells[2].Value.ShouldBe("one ` alone");
    }

    [Fact]
    public void What_is_refuted_comes_first_and_has_its_own_colour()
    {
        var page = Page(
            new DrillCheck("converse", "it has a record", DrillVerdict.Seen, "16 input tokens"),
            new DrillCheck("deny-holds", "calls are refused", DrillVerdict.Refuted, "one was served"),
            new DrillCheck("mantle", "mantle has no record", DrillVerdict.NotSeen, "it is denied"));

        page.Descendants("h2").Select(heading => heading.Value).Take(3)
            .ShouldBe(["What is not as it is assumed", "What was seen", "What was not seen"]);
        Figure("Refuted").Attribute("class")!.Value.ShouldBe("is-without");
        Figure("Not seen").Attribute("class").ShouldBeNull();

        XElement Figure(string name) => page.Descendants("dt").Single(term => term.Value == name).ElementsAfterSelf("dd").Single();
    }

    private static XDocument Page(params DrillCheck[] checks)
    {
        using var writer = new StringWriter();
        DrillReport.Write(new DrillFindings
        {
            Id = "drill-abcdefghjk",
            StartedAt = DateTimeOffset.UnixEpoch,
            EndedAt = DateTimeOffset.UnixEpoch.AddMinutes(4),
            Account = "123456789012",
            Region = "us-east-1",
            GuardVersion = "c2hhMjU2",
            By = "arn:aws:iam::123456789012:role/operator",
            Model = "amazon.nova-micro-v1:0",
            SpentUsd = 0.0123m,
            Checks = checks,
        }, writer);
        using var reader = XmlReader.Create(
            new StringReader(writer.ToString()), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader);
    }
}
