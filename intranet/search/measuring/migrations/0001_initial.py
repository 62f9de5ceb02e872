import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Day',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False)),
                ('searches', models.PositiveIntegerField(default=0)),
                ('clicked', models.PositiveIntegerField(default=0)),
                ('abandoned', models.PositiveIntegerField(default=0)),
                ('reformulated', models.PositiveIntegerField(default=0)),
                ('zero', models.PositiveIntegerField(default=0)),
            ],
            options={
                'ordering': ['day'],
            },
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edits', models.JSONField()),
                ('state', models.CharField(choices=[('proposed', 'proposed'), ('applied', 'applied')], default='proposed', max_length=8)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('applied_at', models.DateTimeField(null=True)),
                ('outcome', models.JSONField(default=dict)),
                ('applied_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undoes', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='undone_by', to='measuring.change')),
            ],
            options={
                'verbose_name': 'change of the search',
                'verbose_name_plural': 'changes of the search',
                'ordering': ['-applied_at', '-pk'],
                'permissions': [('read_changes', 'Can read how the search was tuned, and why it was changed')],
            },
        ),
        migrations.CreateModel(
            name='Gap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(blank=True, max_length=200)),
                ('subject', models.CharField(blank=True, max_length=200)),
                ('state', models.CharField(choices=[('open', 'To write'), ('written', 'Written'), ('aside', 'Set aside')], default='open', max_length=8)),
                ('people', models.PositiveIntegerField(default=0)),
                ('times', models.PositiveIntegerField(default=0)),
                ('demand', models.PositiveIntegerField(default=0)),
                ('widest', models.PositiveIntegerField(default=0)),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
                ('last_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('assigned_at', models.DateTimeField(null=True)),
                ('page_kind', models.CharField(blank=True, max_length=30)),
                ('page_id', models.BigIntegerField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('assignee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'gap',
                'verbose_name_plural': 'gaps',
                'ordering': ['-people', '-times', 'pk'],
                'indexes': [models.Index(fields=['state', '-people', '-times', 'id'], name='gap_list')],
            },
        ),
        migrations.CreateModel(
            name='GapAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_solved', models.BooleanField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('gap', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='measuring.gap')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('gap', 'person'), name='gap_answer_once')],
            },
        ),
        migrations.CreateModel(
            name='GapItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30)),
                ('target_id', models.BigIntegerField()),
                ('people', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('gap', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='measuring.gap')),
            ],
            options={
                'ordering': ['-people', 'kind', 'target_id'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'target_id'), name='gap_item_once')],
            },
        ),
        migrations.CreateModel(
            name='GapQuery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200, unique=True)),
                ('text', models.CharField(max_length=200)),
                ('people', models.PositiveIntegerField()),
                ('times', models.PositiveIntegerField()),
                ('zero', models.PositiveIntegerField()),
                ('abandoned', models.PositiveIntegerField()),
                ('reformulated', models.PositiveIntegerField()),
                ('first_at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('gap', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='queries', to='measuring.gap')),
            ],
            options={
                'ordering': ['-people', '-times', 'key'],
            },
        ),
        migrations.CreateModel(
            name='Judgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=200)),
                ('key', models.CharField(max_length=200)),
                ('kind', models.CharField(max_length=30)),
                ('target_id', models.BigIntegerField()),
                ('grade', models.PositiveSmallIntegerField(choices=[(3, 'It is the answer'), (2, 'It helps'), (1, 'It has to do with it')])),
                ('source', models.CharField(choices=[('hand', 'judged by hand'), ('solved', 'who asked says that it is solved'), ('question', 'found before asking a question'), ('clicks', 'opened and read by several people')], max_length=10)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'right answer',
                'verbose_name_plural': 'right answers',
                'ordering': ['-at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('key', 'kind', 'target_id'), name='judgement_once')],
            },
        ),
        migrations.CreateModel(
            name='TopQuery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('week', models.DateField()),
                ('key', models.CharField(max_length=200)),
                ('text', models.CharField(max_length=200)),
                ('people', models.PositiveIntegerField()),
                ('times', models.PositiveIntegerField()),
                ('failed', models.PositiveIntegerField()),
            ],
            options={
                'ordering': ['-week', '-people', '-times', 'key'],
                'constraints': [models.UniqueConstraint(fields=('week', 'key'), name='top_query_once')],
            },
        ),
        migrations.CreateModel(
            name='Asked',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('text', models.CharField(max_length=200)),
                ('key', models.CharField(max_length=200)),
                ('language', models.CharField(max_length=2)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('results', models.PositiveSmallIntegerField()),
                ('kinds', models.CharField(blank=True, max_length=200)),
                ('in_palette', models.BooleanField(default=False)),
                ('clicked_kind', models.CharField(blank=True, max_length=30)),
                ('clicked_id', models.BigIntegerField(null=True)),
                ('clicked_rank', models.PositiveSmallIntegerField(null=True)),
                ('clicked_at', models.DateTimeField(null=True)),
                ('followed', models.BooleanField(default=False)),
                ('dwelt', models.BooleanField(default=False)),
                ('outcome', models.CharField(choices=[('open', 'not known yet'), ('clicked', 'a result was opened'), ('abandoned', 'nothing was opened'), ('reformulated', 'asked again in other words'), ('zero', 'nothing was found')], default='open', max_length=12)),
                ('settled', models.BooleanField(default=False)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'search',
                'verbose_name_plural': 'searches',
                'indexes': [models.Index(condition=models.Q(('settled', False)), fields=['at'], name='asked_unsettled'), models.Index(fields=['at'], name='asked_at'), models.Index(fields=['person', 'at'], name='asked_person'), models.Index(fields=['key', 'at'], name='asked_key')],
            },
        ),
    ]
