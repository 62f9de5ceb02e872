import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0003_alter_user_username'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('ideas', '0005_what_was_there'),
    ]

    operations = [
        migrations.CreateModel(
            name='OpinionMap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.CharField(max_length=200, verbose_name='question')),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('result', models.JSONField(default=dict)),
                ('stale', models.BooleanField(default=False)),
                ('computed_at', models.DateTimeField(null=True)),
                ('campaign', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='opinion_map', to='ideas.campaign')),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'opinion map',
                'verbose_name_plural': 'opinion maps',
            },
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('fr', 'French'), ('en', 'English')], default='fr', max_length=5, verbose_name='language')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('edited_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='edited')),
                ('is_hidden', models.BooleanField(default=False, editable=False, verbose_name='hidden')),
                ('text', models.CharField(max_length=200, verbose_name='statement')),
                ('agrees', models.PositiveIntegerField(default=0, editable=False)),
                ('disagrees', models.PositiveIntegerField(default=0, editable=False)),
                ('passes', models.PositiveIntegerField(default=0, editable=False)),
                ('audience', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.audience', verbose_name='audience')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('map', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='statements', to='ideas_opinions.opinionmap')),
            ],
            options={
                'verbose_name': 'statement',
                'verbose_name_plural': 'statements',
                'indexes': [models.Index(fields=['map', 'created_at'], name='ideas_statement_map')],
            },
        ),
        migrations.CreateModel(
            name='OpinionEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.SmallIntegerField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='ideas_opinions.statement')),
            ],
        ),
        migrations.CreateModel(
            name='Opinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.SmallIntegerField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opinions', to='ideas_opinions.statement')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('statement', 'user'), name='ideas_opinion_once'), models.CheckConstraint(condition=models.Q(('value__in', [-1, 0, 1])), name='ideas_opinion_value')],
            },
        ),
    ]
